package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.UnknownLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a worker says beside lines of the record.
sealed interface WorkerMessage {

    /// It can take commands.
    record Ready() implements WorkerMessage {}

    /// Its check is about to run: what comes before, JUnit's own work, does not count as the
    // check's.
    record Started() implements WorkerMessage {}

    /// What its check is doing.
    record Stack(List<String> lines) implements WorkerMessage {}

    /// What it found out about the kernel; the features went before it.
    ///
    /// @param binding how calls reach the kernel
    /// @param blockedBy why io_uring is not available, or null when it is
    /// @param features the feature bits of setup in hexadecimal, or null when no ring can be made
    /// @param remarks where the kernel contradicts itself, or has what we do not know
    record Host(
            String binding,
            @Nullable String blockedBy,
            @Nullable String features,
            List<String> remarks)
            implements WorkerMessage {}

    /// As a line that a [Frame] carries.
    default RecordLine line() {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        switch (this) {
            case Ready _ -> put(fields, "type", "ready");
            case Started _ -> put(fields, "type", "started");
            case Stack(List<String> lines) -> {
                put(fields, "type", "stack");
                put(fields, "lines", lines);
            }
            case Host(String binding, String blockedBy, String features, List<String> remarks) -> {
                put(fields, "type", "host");
                put(fields, "binding", binding);
                put(fields, "blockedBy", blockedBy);
                put(fields, "features", features);
                put(fields, "remarks", remarks);
            }
        }
        return new UnknownLine(new JsonValue.Obj(fields));
    }

    /// The message that a line is.
    ///
    /// @throws IllegalArgumentException when it is none of ours
    static WorkerMessage of(UnknownLine line) {
        Map<String, JsonValue> fields = line.fields().fields();
        return switch (line.type()) {
            case "ready" -> new Ready();
            case "started" -> new Started();
            case "stack" -> new Stack(texts(fields.get("lines")));
            case "host" ->
                    new Host(
                            required(fields, "binding"),
                            text(fields.get("blockedBy")),
                            text(fields.get("features")),
                            texts(fields.get("remarks")));
            default ->
                    throw new IllegalArgumentException(
                            "type: " + line.type() + ", expected ready, started, stack or host");
        };
    }

    private static void put(Map<String, JsonValue> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, new JsonValue.Text(value));
        }
    }

    private static void put(Map<String, JsonValue> fields, String name, List<String> values) {
        fields.put(name, JsonText.array(values));
    }

    private static String required(Map<String, JsonValue> fields, String name) {
        String value = text(fields.get(name));
        if (value == null) {
            throw new IllegalArgumentException(name + ": absent, expected a string");
        }
        return value;
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return value instanceof JsonValue.Text(String text) ? text : null;
    }

    private static List<String> texts(@Nullable JsonValue value) {
        return value instanceof JsonValue.Array(List<JsonValue> items)
                ? items.stream()
                        .filter(JsonValue.Text.class::isInstance)
                        .map(item -> ((JsonValue.Text) item).value())
                        .toList()
                : List.of();
    }
}
