package dev.ringmark.stats.record;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last line: when and how the run ended. A record without it is of a run that did not finish.
///
/// `counts` has the number of results of each verdict; a verdict without results may be left out.
public record EndLine(
        Instant finishedAt,
        RunStatus status,
        @Nullable String reason,
        Map<Verdict, Integer> counts,
        Map<String, JsonValue> extras)
        implements RecordLine {
    static final String TYPE = "end";

    /// Checks the counts.
    public EndLine {
        Map<Verdict, Integer> byVerdict = new EnumMap<>(Verdict.class);
        counts.forEach(
                (verdict, count) -> {
                    Checks.atLeast("counts." + verdict.wireName(), count, 0);
                    byVerdict.put(verdict, count);
                });
        counts = Checks.ordered(byVerdict);
        extras = Checks.ordered(extras);
    }

    /// A line without unknown fields.
    public EndLine(
            Instant finishedAt,
            RunStatus status,
            @Nullable String reason,
            Map<Verdict, Integer> counts) {
        this(finishedAt, status, reason, counts, Map.of());
    }

    @Override
    public String type() {
        return TYPE;
    }

    static EndLine read(FieldsIn in) {
        return new EndLine(
                in.parsed("finishedAt", Instant::parse),
                in.parsed("status", RunStatus::parse),
                in.textOrNull("reason"),
                verdicts(in.map("counts", FieldsIn::asCount)),
                in.extras());
    }

    void write(FieldsOut out) {
        out.text("finishedAt", finishedAt.toString())
                .text("status", status.wireName())
                .text("reason", reason)
                .object("counts", counts, EndLine::writeCounts)
                .extras(extras);
    }

    private static void writeCounts(Map<Verdict, Integer> counts, FieldsOut out) {
        counts.forEach((verdict, count) -> out.integer(verdict.wireName(), count));
    }

    private static Map<Verdict, Integer> verdicts(Map<String, Integer> byName) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        byName.forEach(
                (name, count) -> counts.put(Checks.parse("counts", Verdict.values(), name), count));
        return counts;
    }
}
