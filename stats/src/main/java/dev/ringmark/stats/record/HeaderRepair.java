package dev.ringmark.stats.record;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A header read as far as it can be: what is wrong in it becomes what a lost header says.
///
/// The results behind a damaged header are worth reading, and the problems say what to doubt.
final class HeaderRepair {
    /// Stands for a header of which nothing could be read.
    static final RunHeader LOST =
            new RunHeader(
                    "unknown",
                    Instant.EPOCH,
                    new Tool("unknown", "unknown"),
                    "unknown",
                    0,
                    Environment.builder("unknown", "unknown").build());

    private static final Map<String, JsonValue> LOST_FIELDS = LineCodec.toObject(LOST).fields();

    /// More than a header has fields: each round repairs one.
    private static final int ROUNDS_MAX = 64;

    private HeaderRepair() {}

    static RunHeader strict(JsonValue.Obj object) {
        FieldsIn in = new FieldsIn(object);
        in.text("type");
        return RunHeader.read(in);
    }

    static RunHeader lenient(JsonValue.Obj object, Consumer<FieldException> problems) {
        JsonValue.Obj repaired = object;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            try {
                return strict(repaired);
            } catch (FieldException e) {
                problems.accept(e);
                repaired = repaired(repaired, e.field());
            }
        }
        return LOST;
    }

    /// `field` is a name, perhaps with the names and indexes of what is inside behind it.
    private static JsonValue.Obj repaired(JsonValue.Obj object, String field) {
        String[] names = field.split("[.\\[]", 3);
        String outer = names[0];
        JsonValue replacement = LOST_FIELDS.get(outer);
        if (names.length > 1
                && replacement instanceof JsonValue.Obj(Map<String, JsonValue> lostInner)
                && object.fields().get(outer) instanceof JsonValue.Obj inner) {
            replacement = with(inner, names[1], lostInner.get(names[1]));
        }
        return with(object, outer, replacement);
    }

    /// The object with another value of one field, or, by null, without it.
    static JsonValue.Obj with(JsonValue.Obj object, String name, @Nullable JsonValue value) {
        Map<String, JsonValue> fields = new LinkedHashMap<>(object.fields());
        if (value == null) {
            fields.remove(name);
        } else {
            fields.put(name, value);
        }
        return new JsonValue.Obj(fields);
    }
}
