package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Texts of a record as a report shows them: visible, and bounded, so that no record makes a page
/// that cannot be opened. What was cut says so; the record has it all.
final class Shown {
    static final int TEXT_MAX = 4_000;
    static final int LINES_MAX = 100;

    private Shown() {}

    static String text(String text) {
        if (text.length() <= TEXT_MAX) {
            return Visible.of(text);
        }
        int more = text.length() - TEXT_MAX;
        return Visible.of(text.substring(0, TEXT_MAX))
                + " … and "
                + Words.count(more, "character")
                + " more in the record";
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text(text).strip();
    }

    static List<String> lines(List<String> lines) {
        if (lines.size() <= LINES_MAX) {
            return lines.stream().map(Shown::text).toList();
        }
        List<String> shown = new ArrayList<>(lines(lines.subList(0, LINES_MAX)));
        int more = lines.size() - LINES_MAX;
        shown.add("… and " + Words.count(more, "line") + " more in the record");
        return List.copyOf(shown);
    }

    /// Fields that this version does not know, as they stood in the record.
    static List<Entry> extras(Map<String, JsonValue> extras) {
        return extras.entrySet().stream()
                .map(e -> new Entry(Visible.line(e.getKey()), text(Json.write(e.getValue()))))
                .toList();
    }

    /// What there is of a text and of unknown fields beside it, as one text.
    static String joined(@Nullable String text, Map<String, JsonValue> extras) {
        List<String> parts = new ArrayList<>(List.of(orEmpty(text)));
        extras(extras).forEach(e -> parts.add(e.name() + ": " + e.value()));
        parts.removeIf(String::isEmpty);
        return String.join("; ", parts);
    }
}
