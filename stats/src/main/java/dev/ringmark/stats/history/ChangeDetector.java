package dev.ringmark.stats.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Finds the change points of a series. The same series gives the same answer: the permutations are
/// seeded by its key.
public final class ChangeDetector {
    /// What [#find] works on: a place, and the p of the test that put it there.
    private record Cut(int at, double p) {}

    private final DetectionOptions options;

    /// A detector with these options.
    public ChangeDetector(DetectionOptions options) {
        this.options = options;
    }

    /// The change points in their order, for a series without earlier analysis.
    public List<ChangePoint> find(Series series) {
        return find(series, List.of());
    }

    /// The change points in their order. One that is found within half a segment of an earlier one
    /// keeps that one's id; an earlier one that is not found again is withdrawn, and listed last.
    ///
    /// @param earlier what was found when the series was shorter
    public List<ChangePoint> find(Series series, List<ChangePoint> earlier) {
        double[] costs = series.costs();
        List<Cut> cuts = split(costs, random(series));
        merge(costs, cuts);
        List<ChangePoint> found = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            int from = i == 0 ? 0 : cuts.get(i - 1).at;
            int to = i == cuts.size() - 1 ? costs.length : cuts.get(i + 1).at;
            String revision = series.points().get(cut.at).revision();
            found.add(
                    new ChangePoint(
                            Series.idOf(series.key() + "\n" + revision),
                            cut.at,
                            revision,
                            Math.exp(shift(costs, from, cut.at, to)),
                            cut.p,
                            to - cut.at >= options.confirmedAfter()
                                    ? ChangeState.CONFIRMED
                                    : ChangeState.SUSPECTED));
        }
        return identify(found, earlier);
    }

    private List<Cut> split(double[] costs, RandomGenerator random) {
        SplitTest test = new SplitTest(options, random);
        List<Cut> cuts = new ArrayList<>();
        Deque<int[]> open = new ArrayDeque<>();
        open.push(new int[] {0, costs.length});
        while (!open.isEmpty()) {
            int[] range = open.pop();
            if (range[1] - range[0] >= 2 * options.segmentMin()) {
                SplitTest.Split split = test.of(Arrays.copyOfRange(costs, range[0], range[1]));
                if (split.p() <= options.alpha()) {
                    int at = range[0] + split.at();
                    cuts.add(new Cut(at, split.p()));
                    open.push(new int[] {at, range[1]});
                    open.push(new int[] {range[0], at});
                }
            }
        }
        cuts.sort(Comparator.comparingInt(Cut::at));
        return cuts;
    }

    /// Joins neighbours that differ by less than what is reported, the most alike first.
    private void merge(double[] costs, List<Cut> cuts) {
        while (!cuts.isEmpty()) {
            int least = -1;
            double size = Double.POSITIVE_INFINITY;
            for (int i = 0; i < cuts.size(); i++) {
                int from = i == 0 ? 0 : cuts.get(i - 1).at;
                int to = i == cuts.size() - 1 ? costs.length : cuts.get(i + 1).at;
                double shift = Math.abs(shift(costs, from, cuts.get(i).at, to));
                if (shift < size) {
                    size = shift;
                    least = i;
                }
            }
            if (size >= Math.log1p(options.shiftMin())) {
                return;
            }
            cuts.remove(least);
        }
    }

    private List<ChangePoint> identify(List<ChangePoint> found, List<ChangePoint> earlier) {
        int reach = Math.max(1, options.segmentMin() / 2);
        Set<String> taken = new HashSet<>();
        List<ChangePoint> all = new ArrayList<>();
        for (ChangePoint point : found) {
            ChangePoint known =
                    earlier.stream()
                            .filter(e -> !taken.contains(e.id()))
                            .filter(e -> Math.abs(e.index() - point.index()) <= reach)
                            .filter(e -> e.ratio() > 1 == point.ratio() > 1)
                            .min(Comparator.comparingInt(e -> Math.abs(e.index() - point.index())))
                            .orElse(point);
            taken.add(known.id());
            all.add(point.named(known.id()));
        }
        earlier.stream()
                .filter(e -> !taken.contains(e.id()))
                .map(e -> e.as(ChangeState.WITHDRAWN))
                .forEach(all::add);
        return all;
    }

    private static double shift(double[] costs, int from, int at, int to) {
        return median(costs, at, to) - median(costs, from, at);
    }

    private static double median(double[] costs, int from, int to) {
        double[] part = Arrays.copyOfRange(costs, from, to);
        Arrays.sort(part);
        int half = part.length / 2;
        return part.length % 2 == 1 ? part[half] : (part[half - 1] + part[half]) / 2;
    }

    private static RandomGenerator random(Series series) {
        return RandomGeneratorFactory.of("L64X128MixRandom")
                .create(Long.parseUnsignedLong(series.id(), 16));
    }
}
