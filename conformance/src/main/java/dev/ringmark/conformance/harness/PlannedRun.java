package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.ResultBuilder;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One check in one ring mode: what gets one verdict.
record PlannedRun(FoundCheck found, RingMode mode) {

    /// `timeout.relative_expires plain`, as progress and complaints name it.
    @Override
    public String toString() {
        return found.check().id() + " " + mode.wireName();
    }

    /// The features it can't be asked without, by their names in the catalogue.
    List<String> needs() {
        return Stream.concat(
                        Stream.of(found.check().needs()),
                        mode.flags().stream().map(SetupFlag::kernelName))
                .distinct()
                .toList();
    }

    StartLine startLine() {
        Check check = found.check();
        return new StartLine(check.id(), params()).saying(check.statement(), check.says());
    }

    /// A result with everything that is known before it ran.
    ResultBuilder result(Verdict verdict) {
        Check check = found.check();
        return ResultLine.builder(check.id(), Kind.CHECK, verdict)
                .params(params())
                .statement(check.statement().isEmpty() ? null : check.statement())
                .says(check.says())
                .since(check.since())
                .source(check.source());
    }

    private Map<String, String> params() {
        return Map.of("mode", mode.wireName());
    }
}
