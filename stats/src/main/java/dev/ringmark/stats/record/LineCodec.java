package dev.ringmark.stats.record;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A line as text and back: for files, and for a child process that sends lines through a pipe.
public final class LineCodec {
    private static final Map<String, Function<FieldsIn, ? extends RecordLine>> READERS =
            Map.of(
                    RunHeader.TYPE, RunHeader::read,
                    StartLine.TYPE, StartLine::read,
                    FeatureLine.TYPE, FeatureLine::read,
                    ResultLine.TYPE, ResultLine::read,
                    EndLine.TYPE, EndLine::read);

    private LineCodec() {}

    /// The line as JSON, without a line break in it or behind it.
    public static String encode(RecordLine line) {
        return Json.write(toObject(line));
    }

    /// The line that `text` holds.
    ///
    /// @throws IllegalArgumentException naming the field, its value and what was expected
    public static RecordLine decode(String text) {
        if (Json.parse(text) instanceof JsonValue.Obj object) {
            return fromObject(object);
        }
        throw new FieldException("(line)", text, "a JSON object");
    }

    static JsonValue.Obj toObject(RecordLine line) {
        return switch (line) {
            case RunHeader run -> object(run, RunHeader::write);
            case StartLine start -> object(start, StartLine::write);
            case FeatureLine feature -> object(feature, FeatureLine::write);
            case ResultLine result -> object(result, ResultLine::write);
            case EndLine end -> object(end, EndLine::write);
            case UnknownLine(JsonValue.Obj fields) -> fields;
        };
    }

    static RecordLine fromObject(JsonValue.Obj object) {
        FieldsIn in = new FieldsIn(object);
        String type = in.text("type");
        Function<FieldsIn, ? extends RecordLine> reader = READERS.get(type);
        return reader == null ? new UnknownLine(object) : reader.apply(in);
    }

    static boolean isKnown(String type) {
        return READERS.containsKey(type);
    }

    private static <T extends RecordLine> JsonValue.Obj object(
            T line, BiConsumer<T, FieldsOut> writer) {
        FieldsOut out = new FieldsOut().text("type", line.type());
        writer.accept(line, out);
        return out.toObject();
    }
}
