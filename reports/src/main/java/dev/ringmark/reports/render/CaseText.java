package dev.ringmark.reports.render;

import dev.ringmark.reports.view.CheckRow;
import dev.ringmark.reports.view.Entry;
import dev.ringmark.reports.view.Outcome;
import dev.ringmark.reports.view.RunView;
import dev.ringmark.reports.view.VerdictText;
import dev.ringmark.reports.view.Visible;
import dev.ringmark.reports.view.WaiverNote;
import java.util.ArrayList;
import java.util.List;

/// What the formats of other people's tools say of one result.
final class CaseText {
    private CaseText() {}

    /// One line: `fail: the target ended with 0`, `waived until 2027-03-01: W-7, known bug; fail`.
    static String message(Outcome outcome) {
        String reason = outcome.reason().isEmpty() ? "" : ": " + Visible.line(outcome.reason());
        String verdict = VerdictText.word(outcome.verdict()) + reason;
        WaiverNote waiver = outcome.waiver();
        return waiver == null ? verdict : waiver(waiver) + "; " + verdict;
    }

    /// The rest, a line each: the sentence, what was expected and observed, how to repeat it.
    static List<String> details(RunView run, CheckRow check, Outcome outcome) {
        List<String> lines = new ArrayList<>();
        String statement = check.statement().isEmpty() ? "" : check.statement() + ": ";
        lines.add(statement + check.says());
        outcome.expected().forEach(line -> lines.add("expected: " + line));
        outcome.observed().forEach(line -> lines.add("observed: " + line));
        for (Entry note : outcome.notes()) {
            lines.add(note.name() + ": " + note.value());
        }
        WaiverNote waiver = outcome.waiver();
        if (waiver != null && waiver.link() != null) {
            lines.add("waiver: " + waiver.link());
        }
        if (outcome.verdict().isFinding()) {
            lines.add("repeat it: " + run.repetition(check));
        }
        lines.removeIf(String::isBlank);
        return lines;
    }

    private static String waiver(WaiverNote waiver) {
        return waiver.says() + ": " + waiver.id() + ", " + waiver.reason();
    }
}
