package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One check with all it found. Texts that are the same for all results come from the first.
public record CheckRow(
        String id,
        String statement,
        String says,
        String since,
        String source,
        List<Case> cases,
        List<Outcome> outcomes) {
    /// Groups the cases by what they found, worst first.
    static CheckRow of(
            String id,
            String statement,
            String says,
            String since,
            String source,
            List<Case> cases) {
        Map<Outcome, List<String>> labels = new LinkedHashMap<>();
        for (Case one : cases) {
            List<String> found = labels.computeIfAbsent(one.outcome(), _ -> new ArrayList<>());
            if (!one.label().isEmpty()) {
                found.add(one.label());
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        labels.forEach((outcome, found) -> outcomes.add(outcome.withLabels(found)));
        outcomes.sort(Comparator.comparingInt(o -> VerdictText.rank(o.verdict())));
        return new CheckRow(
                id, statement, says, since, source, List.copyOf(cases), List.copyOf(outcomes));
    }

    /// What was found in one ring mode; several where other parameters vary too.
    public List<Case> in(String mode) {
        return cases.stream().filter(c -> c.mode().equals(mode)).toList();
    }

    /// The verdicts there are, worst first, as words of a filter: `fail pass`.
    public String verdicts() {
        return outcomes.stream()
                .map(o -> o.verdict().wireName())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /// Where it stands in a page.
    public String anchor() {
        return "check-" + id;
    }

    /// The worst verdict.
    public Verdict worst() {
        return outcomes.getFirst().verdict();
    }

    /// What all results took together.
    public double seconds() {
        return cases.stream().mapToDouble(Case::seconds).sum();
    }

    /// The outcomes a reader has to look at.
    public List<Outcome> notable() {
        return outcomes.stream().filter(Outcome::isNotable).toList();
    }

    /// Whether it makes the run fail.
    public boolean isUncovered() {
        return outcomes.stream().anyMatch(Outcome::isUncovered);
    }

    /// Whether all its findings are accepted, and there are some.
    public boolean isWaived() {
        return !isUncovered() && outcomes.stream().anyMatch(Outcome::isWaived);
    }
}
