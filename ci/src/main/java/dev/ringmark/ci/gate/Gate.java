package dev.ringmark.ci.gate;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Verdict;
import java.util.ArrayList;
import java.util.List;

/// Decides whether a run may pass, from its record alone.
///
/// Only a complete run in which the canaries were caught can be ok. A canary is a check that must
/// fail; its result is `pass` when it was seen to fail, and no waiver applies to it.
public final class Gate {
    private static final String CANARY = "canary.";

    private final Run run;
    private final List<String> reasons = new ArrayList<>();
    private ExitStatus status = ExitStatus.OK;

    private Gate(Run run) {
        this.run = run;
    }

    /// The decision on `run`.
    public static Decision decide(Run run) {
        Gate gate = new Gate(run);
        gate.judgeCompleteness();
        if (gate.isBlocked()) {
            gate.object(
                    ExitStatus.COULD_NOT_RUN,
                    "every check was blocked: " + run.header().env().availability());
        } else {
            gate.judgeCanaries();
            gate.judgeFindings();
        }
        return new Decision(gate.status, gate.reasons);
    }

    /// Whether this result is a canary's.
    public static boolean isCanary(ResultLine result) {
        return result.id().startsWith(CANARY);
    }

    /// Nothing but canaries got an answer, and there was something to ask.
    private boolean isBlocked() {
        List<ResultLine> checks = run.results().stream().filter(r -> !isCanary(r)).toList();
        return !checks.isEmpty()
                && checks.stream().allMatch(check -> check.verdict() == Verdict.BLOCKED);
    }

    private void judgeCompleteness() {
        if (!run.problems().isEmpty()) {
            String first = run.problems().getFirst().toString();
            object(
                    ExitStatus.COULD_NOT_RUN,
                    "the record has problems: " + run.problems().size() + ", the first: " + first);
        }
        EndLine end = run.end();
        if (end == null) {
            object(ExitStatus.COULD_NOT_RUN, "the run did not finish: its record has no end");
        } else {
            String why = end.reason() == null ? "" : ": " + end.reason();
            switch (end.status()) {
                case COMPLETED -> judgeResults();
                case ABORTED -> object(ExitStatus.COULD_NOT_RUN, "the run was aborted" + why);
                case INTERRUPTED -> object(ExitStatus.INTERRUPTED, "the run was interrupted" + why);
            }
        }
    }

    private void judgeResults() {
        if (run.results().isEmpty()) {
            object(ExitStatus.COULD_NOT_RUN, "the run has no result");
        }
        List<StartLine> lost = run.startedWithoutResult();
        if (!lost.isEmpty()) {
            object(
                    ExitStatus.COULD_NOT_RUN,
                    "started and without a result: "
                            + lost.size()
                            + ", the first: "
                            + lost.getFirst().id());
        }
    }

    private void judgeCanaries() {
        List<ResultLine> canaries = run.results().stream().filter(Gate::isCanary).toList();
        if (canaries.isEmpty()) {
            object(ExitStatus.FINDINGS, "no canary: nothing shows that this run could fail");
        }
        for (ResultLine canary : canaries) {
            if (canary.verdict() != Verdict.PASS) {
                object(
                        ExitStatus.FINDINGS,
                        canary.id()
                                + " was not caught: "
                                + canary.verdict().wireName()
                                + ", so no pass in this run can be trusted");
            }
        }
    }

    private void judgeFindings() {
        List<ResultLine> findings =
                run.results().stream()
                        .filter(result -> !isCanary(result))
                        .filter(ResultLine::isUncoveredFinding)
                        .toList();
        if (!findings.isEmpty()) {
            long checks = findings.stream().map(ResultLine::id).distinct().count();
            object(
                    ExitStatus.FINDINGS,
                    "findings that no waiver covers: "
                            + count(findings.size(), "result")
                            + " of "
                            + count(checks, "check"));
        }
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void object(ExitStatus atLeast, String reason) {
        if (atLeast.compareTo(status) > 0) {
            status = atLeast;
        }
        reasons.add(reason);
    }
}
