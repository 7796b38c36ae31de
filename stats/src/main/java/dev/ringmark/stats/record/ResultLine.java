package dev.ringmark.stats.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one check, scenario or benchmark found with one set of parameters.
///
/// | component | |
/// |---|---|
/// | `id` | `family.behaviour`, stable for ever |
/// | `params` | what the same check was varied by: `mode=plain` |
/// | `statement` | the statement it shows: `S050` |
/// | `says` | the behaviour in one sentence |
/// | `expected`, `observed` | lines of text, the CQEs |
/// | `reason` | why the verdict is what it is |
/// | `since`, `source` | first kernel version, and who says so |
/// | `seconds` | how long it took, all attempts |
/// | `kernelLog` | what the kernel's log says of it; null: nobody looked |
/// | `artifacts` | files beside the record, by relative path |
public record ResultLine(
        String id,
        Kind kind,
        Map<String, String> params,
        Verdict verdict,
        @Nullable String statement,
        String says,
        List<String> expected,
        List<String> observed,
        @Nullable String reason,
        @Nullable String since,
        @Nullable String source,
        Attempts attempts,
        double seconds,
        List<Metric> metrics,
        @Nullable String kernelLog,
        List<String> artifacts,
        @Nullable Waiver waiver,
        Map<String, JsonValue> extras)
        implements RecordLine {
    static final String TYPE = "result";

    /// Checks id and seconds.
    public ResultLine {
        Checks.id(id);
        params = Checks.ordered(params);
        expected = List.copyOf(expected);
        observed = List.copyOf(observed);
        Checks.amount("seconds", seconds);
        metrics = List.copyOf(metrics);
        artifacts = List.copyOf(artifacts);
        extras = Checks.ordered(extras);
    }

    /// A result with nothing but this; see [ResultBuilder] for what the rest starts as.
    public static ResultBuilder builder(String id, Kind kind, Verdict verdict) {
        return new ResultBuilder(id, kind, verdict);
    }

    /// A builder that starts as this result.
    public ResultBuilder toBuilder() {
        return new ResultBuilder(this);
    }

    /// Whether this makes the run fail: a finding that no waiver covers.
    public boolean isUncoveredFinding() {
        return verdict.isFinding() && (waiver == null || waiver.mark() != WaiverMark.COVERS);
    }

    /// What to compare this result by.
    public ResultKey key(Environment env) {
        return new ResultKey(id, params, env.kernelRelease(), env.arch());
    }

    @Override
    public String type() {
        return TYPE;
    }

    static ResultLine read(FieldsIn in) {
        return new ResultLine(
                in.text("id"),
                in.parsed("kind", Kind::parse),
                in.textMap("params"),
                in.parsed("verdict", Verdict::parse),
                in.textOrNull("statement"),
                in.text("says"),
                in.texts("expected"),
                in.texts("observed"),
                in.textOrNull("reason"),
                in.textOrNull("since"),
                in.textOrNull("source"),
                in.object("attempts", Attempts::read),
                in.number("seconds"),
                in.objects("metrics", Metric::read),
                in.textOrNull("kernelLog"),
                in.texts("artifacts"),
                in.objectOrNull("waiver", Waiver::read),
                in.extras());
    }

    void write(FieldsOut out) {
        out.text("id", id)
                .text("kind", kind.wireName())
                .textMap("params", params)
                .text("verdict", verdict.wireName())
                .text("statement", statement)
                .text("says", says)
                .texts("expected", expected)
                .texts("observed", observed)
                .text("reason", reason)
                .text("since", since)
                .text("source", source)
                .object("attempts", attempts, Attempts::write)
                .number("seconds", seconds)
                .objects("metrics", metrics, Metric::write)
                .text("kernelLog", kernelLog)
                .texts("artifacts", artifacts)
                .object("waiver", waiver, Waiver::write)
                .extras(extras);
    }
}
