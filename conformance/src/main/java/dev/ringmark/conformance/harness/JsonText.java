package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON of texts, which is most of what the harness says.
final class JsonText {

    private JsonText() {}

    /// A text, or null where there is none.
    static JsonValue of(@Nullable String text) {
        return text == null ? JsonValue.Null.NULL : new JsonValue.Text(text);
    }

    static JsonValue.Array array(List<String> texts) {
        return new JsonValue.Array(texts.stream().<JsonValue>map(JsonValue.Text::new).toList());
    }
}
