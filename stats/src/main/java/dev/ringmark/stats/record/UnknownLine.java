package dev.ringmark.stats.record;

/// A line of a type that this version does not know: kept whole and passed on.
public record UnknownLine(JsonValue.Obj fields) implements RecordLine {
    /// Checks that the object has a type, and none of those with a class of their own.
    public UnknownLine {
        if (!(fields.fields().get("type") instanceof JsonValue.Text(String type))) {
            throw new FieldException("type", Json.write(fields), "an object with a type");
        }
        if (LineCodec.isKnown(type)) {
            throw new FieldException("type", type, "a type that schema 1 does not have");
        }
    }

    @Override
    public String type() {
        return fields.fields().get("type") instanceof JsonValue.Text(String type) ? type : "";
    }
}
