package dev.ringmark.stats.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds a [ResultLine]: what is not said is absent, empty or 0.
///
/// Attempts start as one, which passed if the verdict is `pass`, `variant` or `unsupported`.
public final class ResultBuilder {
    private final String id;
    private final Kind kind;
    private Verdict verdict;
    private Attempts attempts;
    private Map<String, String> params = Map.of();
    private @Nullable String statement;
    private String says = "";
    private List<String> expected = List.of();
    private List<String> observed = List.of();
    private @Nullable String reason;
    private @Nullable String since;
    private @Nullable String source;
    private double seconds = 0;
    private List<Metric> metrics = List.of();
    private @Nullable String kernelLog;
    private List<String> artifacts = List.of();
    private @Nullable Waiver waiver;
    private Map<String, JsonValue> extras = Map.of();

    ResultBuilder(String id, Kind kind, Verdict verdict) {
        this.id = id;
        this.kind = kind;
        this.verdict = verdict;
        this.attempts =
                switch (verdict) {
                    case PASS, VARIANT, UNSUPPORTED -> new Attempts(1, 1);
                    case FAIL, BLOCKED, TIMED_OUT, CRASHED, BROKEN -> new Attempts(0, 1);
                };
    }

    ResultBuilder(ResultLine from) {
        id = from.id();
        kind = from.kind();
        params = from.params();
        verdict = from.verdict();
        statement = from.statement();
        says = from.says();
        expected = from.expected();
        observed = from.observed();
        reason = from.reason();
        since = from.since();
        source = from.source();
        attempts = from.attempts();
        seconds = from.seconds();
        metrics = from.metrics();
        kernelLog = from.kernelLog();
        artifacts = from.artifacts();
        waiver = from.waiver();
        extras = from.extras();
    }

    /// The verdict, in place of the one the builder started with; attempts stay.
    public ResultBuilder verdict(Verdict value) {
        verdict = value;
        return this;
    }

    /// How often it was tried, and how often it passed.
    public ResultBuilder attempts(Attempts value) {
        attempts = value;
        return this;
    }

    /// What the check was varied by.
    public ResultBuilder params(Map<String, String> value) {
        params = value;
        return this;
    }

    /// The statement it shows: `S050`.
    public ResultBuilder statement(@Nullable String value) {
        statement = value;
        return this;
    }

    /// The behaviour in one sentence.
    public ResultBuilder says(String value) {
        says = value;
        return this;
    }

    /// What had to happen, a line each.
    public ResultBuilder expected(List<String> value) {
        expected = value;
        return this;
    }

    /// What happened, a line each: the CQEs.
    public ResultBuilder observed(List<String> value) {
        observed = value;
        return this;
    }

    /// Why the verdict is what it is.
    public ResultBuilder reason(@Nullable String value) {
        reason = value;
        return this;
    }

    /// The first kernel version that behaves so.
    public ResultBuilder since(@Nullable String value) {
        since = value;
        return this;
    }

    /// Who says so: man page, commit, list.
    public ResultBuilder source(@Nullable String value) {
        source = value;
        return this;
    }

    /// How long it took, all attempts.
    public ResultBuilder seconds(double value) {
        seconds = value;
        return this;
    }

    /// What was measured.
    public ResultBuilder metrics(List<Metric> value) {
        metrics = value;
        return this;
    }

    /// What the kernel's log says of it.
    public ResultBuilder kernelLog(@Nullable String value) {
        kernelLog = value;
        return this;
    }

    /// Files beside the record, by relative path.
    public ResultBuilder artifacts(List<String> value) {
        artifacts = value;
        return this;
    }

    /// The waiver that applies, if one does.
    public ResultBuilder waiver(@Nullable Waiver value) {
        waiver = value;
        return this;
    }

    /// Fields this version does not know.
    public ResultBuilder extras(Map<String, JsonValue> value) {
        extras = value;
        return this;
    }

    /// The finished value; its constructor checks it.
    public ResultLine build() {
        return new ResultLine(
                id, kind, params, verdict, statement, says, expected, observed, reason, since,
                source, attempts, seconds, metrics, kernelLog, artifacts, waiver, extras);
    }
}
