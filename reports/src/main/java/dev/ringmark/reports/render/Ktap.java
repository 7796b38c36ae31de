package dev.ringmark.reports.render;

import dev.ringmark.reports.view.Case;
import dev.ringmark.reports.view.CheckRow;
import dev.ringmark.reports.view.Family;
import dev.ringmark.reports.view.Outcome;
import dev.ringmark.reports.view.RunView;
import dev.ringmark.reports.view.Visible;
import dev.ringmark.stats.record.Verdict;
import java.util.List;

/// The report as KTAP version 1 (Documentation/dev-tools/ktap.rst): a test per family with a
/// subtest per result, and the test `run`, which is not ok where the run did not finish.
///
/// A finding that a waiver covers is `ok ... # XFAIL`; unsupported and blocked are `SKIP`.
public final class Ktap {
    private static final String INDENT = "  ";

    private final RunView run;
    private final StringBuilder out = new StringBuilder();

    private Ktap(RunView run) {
        this.run = run;
    }

    /// The text of `run`.
    public static String of(RunView run) {
        var ktap = new Ktap(run);
        ktap.write();
        return ktap.out.toString();
    }

    private void write() {
        line("", "KTAP version 1");
        line("", "1.." + (run.families().size() + 1));
        diagnostic("", "io_uring on Linux " + run.kernel() + " " + run.arch());
        diagnostic("", "run " + run.runId() + ", suite " + run.suite());
        diagnostic("", run.headline().sentence());
        int number = 0;
        for (Family family : run.families()) {
            number++;
            writeFamily(family, number);
        }
        for (String name : run.unfinished()) {
            diagnostic("", "started, and no result: " + name);
        }
        String end = run.stop().isEmpty() ? "" : " # ERROR " + run.stop();
        line("", (end.isEmpty() ? "ok " : "not ok ") + (number + 1) + " run" + end);
    }

    private void writeFamily(Family family, int number) {
        List<Outcome> outcomes = family.cases().stream().map(Case::outcome).toList();
        line(INDENT, "KTAP version 1");
        line(INDENT, "1.." + outcomes.size());
        int subtest = 0;
        for (CheckRow check : family.checks()) {
            for (Case one : check.cases()) {
                subtest++;
                writeCase(check, one, subtest);
            }
        }
        boolean ok = outcomes.stream().noneMatch(Outcome::isUncovered);
        boolean skipped = outcomes.stream().allMatch(o -> directive(o).equals("SKIP"));
        String end = skipped ? " # SKIP every result of it is skipped" : "";
        line("", (ok ? "ok " : "not ok ") + number + " " + family.name() + end);
    }

    private void writeCase(CheckRow check, Case one, int number) {
        Outcome outcome = one.outcome();
        if (outcome.isNotable() || outcome.verdict() == Verdict.VARIANT) {
            CaseText.details(run, check, outcome).forEach(detail -> diagnostic(INDENT, detail));
        }
        String result = outcome.isUncovered() ? "not ok " : "ok ";
        // A hash would begin the directive.
        String name = one.name(check.id()).replace('#', '_');
        line(INDENT, result + number + " " + name + comment(outcome));
    }

    private static String comment(Outcome outcome) {
        if (outcome.verdict() == Verdict.PASS && outcome.waiver() == null) {
            return "";
        }
        return (" # " + directive(outcome)).stripTrailing() + " " + CaseText.message(outcome);
    }

    private static String directive(Outcome outcome) {
        if (outcome.isWaived()) {
            return "XFAIL";
        }
        return switch (outcome.verdict()) {
            case PASS, VARIANT, FAIL -> "";
            case UNSUPPORTED, BLOCKED -> "SKIP";
            case TIMED_OUT -> "TIMEOUT";
            case CRASHED, BROKEN -> "ERROR";
        };
    }

    private void diagnostic(String indent, String text) {
        text.lines().forEach(part -> line(indent, "# " + part));
    }

    private void line(String indent, String text) {
        out.append(indent).append(Visible.line(text)).append('\n');
    }
}
