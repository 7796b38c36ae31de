package dev.ringmark.reports.view;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import java.util.List;

/// The run in one sentence, and how it is drawn: as the verdict it resembles.
///
/// Findings are counted by check, not by result: a check that fails in five ring modes is one.
/// Canaries are counted apart: each is a check that must fail, and passes when it was seen to.
public record Headline(Verdict tone, String sentence) {
    private static final String CANARY = "canary.";

    static Headline of(Run run, List<CheckRow> all) {
        List<CheckRow> canaries = all.stream().filter(c -> c.id().startsWith(CANARY)).toList();
        List<CheckRow> checks = all.stream().filter(c -> !canaries.contains(c)).toList();
        long uncovered = checks.stream().filter(CheckRow::isUncovered).count();
        long waived = checks.stream().filter(CheckRow::isWaived).count();
        String findings = findings(uncovered, waived);
        String stop = stop(run);
        if (!stop.isEmpty()) {
            String upToThere =
                    checks.isEmpty() ? "No check had a result." : "Up to there: " + findings + ".";
            Verdict tone = uncovered > 0 ? Verdict.FAIL : Verdict.TIMED_OUT;
            return new Headline(tone, "The run did not finish: " + stop + ". " + upToThere);
        }
        if (checks.isEmpty()) {
            return new Headline(Verdict.BLOCKED, "No check ran");
        }
        if (checks.stream().allMatch(c -> c.verdicts().equals(Verdict.BLOCKED.wireName()))) {
            return new Headline(Verdict.BLOCKED, "Nothing could be checked: " + blockedBy(run));
        }
        String doubt = doubt(run, canaries);
        boolean good = uncovered == 0 && doubt.isEmpty();
        return new Headline(good ? Verdict.PASS : Verdict.FAIL, capital(findings) + doubt);
    }

    /// Why the run is not complete; empty if it is.
    static String stop(Run run) {
        EndLine end = run.end();
        if (end == null) {
            return "the record ends without its last line";
        }
        if (end.status() == RunStatus.COMPLETED) {
            int lost = run.startedWithoutResult().size();
            return lost == 0 ? "" : Words.count(lost, "check") + " started, and no result";
        }
        String reason = Shown.orEmpty(end.reason());
        return end.status().wireName() + (reason.isEmpty() ? "" : ", " + reason);
    }

    private static String findings(long uncovered, long waived) {
        if (uncovered == 0) {
            return waived == 0 ? "no findings" : "no findings, " + waived + " waived";
        }
        String count = Words.count(uncovered, "finding");
        return waived == 0 ? count : count + ", " + waived + " more waived";
    }

    /// Why the verdicts cannot be trusted; empty if they can.
    private static String doubt(Run run, List<CheckRow> canaries) {
        if (!run.problems().isEmpty()) {
            return "; but the record has " + Words.count(run.problems().size(), "problem");
        }
        if (canaries.isEmpty()) {
            return "; but no canary ran, so nothing shows that this run could fail";
        }
        return canaries.stream()
                .filter(canary -> canary.worst() != Verdict.PASS)
                .map(c -> "; but " + c.id() + " was not caught, so no pass here can be trusted")
                .findFirst()
                .orElse("");
    }

    private static String blockedBy(Run run) {
        String availability = Visible.line(run.header().env().availability());
        if (!availability.equals("available") && !availability.equals("unknown")) {
            return availability;
        }
        return run.results().stream()
                .map(r -> Shown.orEmpty(r.reason()))
                .filter(r -> !r.isEmpty())
                .findFirst()
                .orElse("every check is blocked, and the record does not say by what");
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
