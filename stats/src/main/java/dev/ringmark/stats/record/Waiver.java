package dev.ringmark.stats.record;

import java.time.LocalDate;
import java.util.Map;

/// A known difference that was accepted, as it applied to one result when the run was made.
///
/// The verdict beside it stays what it is. The waiver covers through the day `expires`.
public record Waiver(
        String id,
        String reason,
        String link,
        LocalDate expires,
        WaiverMark mark,
        Map<String, JsonValue> extras) {
    /// Checks that id and reason are there.
    public Waiver {
        Checks.filled("id", id);
        Checks.filled("reason", reason);
        extras = Checks.ordered(extras);
    }

    /// A waiver without unknown fields.
    public Waiver(String id, String reason, String link, LocalDate expires, WaiverMark mark) {
        this(id, reason, link, expires, mark, Map.of());
    }

    static Waiver read(FieldsIn in) {
        return new Waiver(
                in.text("id"),
                in.text("reason"),
                in.text("link"),
                in.parsed("expires", LocalDate::parse),
                in.parsed("mark", WaiverMark::parse),
                in.extras());
    }

    void write(FieldsOut out) {
        out.text("id", id)
                .text("reason", reason)
                .text("link", link)
                .text("expires", expires.toString())
                .text("mark", mark.wireName())
                .extras(extras);
    }
}
