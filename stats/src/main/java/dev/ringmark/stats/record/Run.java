package dev.ringmark.stats.record;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A whole record as a value: its header, the lines behind it in their order, and what was wrong
/// with the file. Without an end the run did not finish, and whoever shows it has to say so.
public record Run(RunHeader header, List<RecordLine> lines, List<Problem> problems) {
    /// Copies the lists.
    public Run {
        lines = List.copyOf(lines);
        problems = List.copyOf(problems);
    }

    /// The features in their order.
    public List<FeatureLine> features() {
        return linesOf(FeatureLine.class);
    }

    /// The results in their order.
    public List<ResultLine> results() {
        return linesOf(ResultLine.class);
    }

    /// The last line; null if the run did not finish.
    public @Nullable EndLine end() {
        List<EndLine> ends = linesOf(EndLine.class);
        return ends.isEmpty() ? null : ends.getLast();
    }

    /// Number of results by verdict, counted here; a verdict without results is absent.
    public Map<Verdict, Integer> counts() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        results().forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
        return Checks.ordered(counts);
    }

    /// What was started and has no result, each once, in the order of the starts.
    public List<StartLine> startedWithoutResult() {
        Set<ResultKey> seen = new HashSet<>();
        results().forEach(result -> seen.add(result.key(header.env())));
        return linesOf(StartLine.class).stream()
                .filter(start -> seen.add(start.key(header.env())))
                .toList();
    }

    private <T extends RecordLine> List<T> linesOf(Class<T> type) {
        return lines.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
