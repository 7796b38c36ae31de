package dev.ringmark.reports.render;

import dev.ringmark.reports.view.Case;
import dev.ringmark.reports.view.CheckRow;
import dev.ringmark.reports.view.Entry;
import dev.ringmark.reports.view.Family;
import dev.ringmark.reports.view.Outcome;
import dev.ringmark.reports.view.RunView;
import dev.ringmark.stats.record.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/// The report as JUnit XML, as CI systems read it: a suite per family, a case per result.
///
/// | verdict | case |
/// |---|---|
/// | pass, variant | passed; what a variant observed is its output |
/// | fail, timed out | failure |
/// | crashed, broken | error |
/// | unsupported, blocked | skipped |
/// | any finding that a waiver covers | skipped: "waived until ...", details as output |
///
/// A waived finding is skipped because the format has no word for "known and accepted": passed
/// would hide it, failed would stop the pipeline. The suite `run` has one case, an error where the
/// run did not finish, so that half a run never looks like a whole one; what was started and has
/// no result is skipped in it. The environment is in its properties.
public final class JunitXml {
    private enum Kind {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED;

        static Kind of(Outcome outcome) {
            if (outcome.isWaived()) {
                return SKIPPED;
            }
            return switch (outcome.verdict()) {
                case PASS, VARIANT -> PASSED;
                case FAIL, TIMED_OUT -> FAILURE;
                case CRASHED, BROKEN -> ERROR;
                case UNSUPPORTED, BLOCKED -> SKIPPED;
            };
        }
    }

    private final RunView run;
    private final XmlOut out;

    private JunitXml(RunView run) throws XMLStreamException {
        this.run = run;
        this.out = new XmlOut();
    }

    /// The document of `run`.
    public static String of(RunView run) {
        try {
            return new JunitXml(run).document();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a StringWriter refused XML", e);
        }
    }

    private String document() throws XMLStreamException {
        int tests = run.resultCount() + run.unfinished().size() + 1;
        out.open("testsuites", "name", "ringmark", "tests", String.valueOf(tests));
        for (Family family : run.families()) {
            writeFamily(family);
        }
        writeRun();
        return out.close().document();
    }

    private void writeFamily(Family family) throws XMLStreamException {
        List<Kind> kinds = family.cases().stream().map(one -> Kind.of(one.outcome())).toList();
        double seconds = family.cases().stream().mapToDouble(Case::seconds).sum();
        openSuite(family.name(), kinds, seconds);
        for (CheckRow check : family.checks()) {
            for (Case one : check.cases()) {
                writeCase(family, check, one);
            }
        }
        out.close();
    }

    private void writeCase(Family family, CheckRow check, Case one) throws XMLStreamException {
        openCase(family.name(), one.name(check.id()), one.seconds());
        Outcome outcome = one.outcome();
        String message = CaseText.message(outcome);
        String details = String.join("\n", CaseText.details(run, check, outcome));
        switch (Kind.of(outcome)) {
            case PASSED -> {
                if (outcome.verdict() != Verdict.PASS || outcome.waiver() != null) {
                    out.text("system-out", message + "\n" + details);
                }
            }
            case SKIPPED -> {
                out.empty("skipped", "message", message);
                if (outcome.isWaived()) {
                    out.text("system-out", details);
                }
            }
            case FAILURE -> writeProblem("failure", outcome, details);
            case ERROR -> writeProblem("error", outcome, details);
        }
        out.close();
    }

    private void writeProblem(String element, Outcome outcome, String details)
            throws XMLStreamException {
        String message = CaseText.message(outcome);
        out.text(element, details, "type", outcome.verdict().wireName(), "message", message);
    }

    private void writeRun() throws XMLStreamException {
        Kind finished = run.stop().isEmpty() ? Kind.PASSED : Kind.ERROR;
        List<Kind> kinds = new ArrayList<>(List.of(finished));
        run.unfinished().forEach(_ -> kinds.add(Kind.SKIPPED));
        openSuite("run", kinds, 0);
        out.open("properties");
        for (Entry entry : run.environment()) {
            out.empty("property", "name", entry.name(), "value", entry.value());
        }
        out.close();
        openCase("run", "run.finished", 0);
        if (finished == Kind.ERROR) {
            out.empty("error", "type", "unfinished", "message", run.headline().sentence());
        }
        out.close();
        for (String name : run.unfinished()) {
            openCase("run", name, 0);
            out.empty("skipped", "message", "started, and no result").close();
        }
        out.close();
    }

    private void openSuite(String name, List<Kind> kinds, double seconds)
            throws XMLStreamException {
        out.open(
                "testsuite",
                "name",
                name,
                "tests",
                String.valueOf(kinds.size()),
                "failures",
                count(kinds, Kind.FAILURE),
                "errors",
                count(kinds, Kind.ERROR),
                "skipped",
                count(kinds, Kind.SKIPPED),
                "time",
                seconds(seconds));
    }

    private void openCase(String family, String name, double seconds) throws XMLStreamException {
        out.open(
                "testcase",
                "classname",
                "ringmark." + family,
                "name",
                name,
                "time",
                seconds(seconds));
    }

    private static String count(List<Kind> kinds, Kind kind) {
        return String.valueOf(kinds.stream().filter(kind::equals).count());
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }
}
