package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.Moments;
import dev.ringmark.stats.sample.ForkSummary;
import dev.ringmark.stats.sample.Units;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How much of the spread is between groups and how much within, by the method of moments.
///
/// Groups are boots of forks, or forks of iterations. `groupSize` is the mean size of groups that
/// are not of one size, weighted as the expected mean squares want it.
public record VarianceComponents(
        double meanSquareBetween, double meanSquareWithin, double groupSize) {
    /// Of at least 2 groups, with more values than groups.
    public static VarianceComponents of(double[]... groups) {
        int n = Arrays.stream(groups).mapToInt(group -> group.length).sum();
        int count = groups.length;
        if (count < 2 || n <= count) {
            throw new IllegalArgumentException(
                    "groups: "
                            + count
                            + " of "
                            + n
                            + " values, expected 2 or more with repetitions");
        }
        double centre = groups[0][0];
        double sum = 0;
        for (double[] group : groups) {
            for (double value : group) {
                sum += value - centre;
            }
        }
        double grand = sum / n;
        double between = 0;
        double within = 0;
        double squaredSizes = 0;
        for (double[] group : groups) {
            double[] shifted = Arrays.stream(group).map(value -> value - centre).toArray();
            double distance = Moments.mean(shifted) - grand;
            between += group.length * distance * distance;
            within += group.length < 2 ? 0 : Moments.variance(shifted) * (group.length - 1);
            squaredSizes += (double) group.length * group.length;
        }
        return new VarianceComponents(
                between / (count - 1), within / (n - count), (n - squaredSizes / n) / (count - 1));
    }

    /// Of boots of forks, on the log scale; null where no boot repeats its forks, or there is one
    /// boot.
    public static @Nullable VarianceComponents ofBoots(Units units) {
        double[][] boots =
                units.forks().stream()
                        .collect(Collectors.groupingBy(ForkSummary::boot, TreeMap::new, toLogs()))
                        .values()
                        .toArray(double[][]::new);
        return boots.length < 2 || units.forks().size() <= boots.length ? null : of(boots);
    }

    private static Collector<ForkSummary, ?, double[]> toLogs() {
        return Collectors.collectingAndThen(
                Collectors.toList(),
                forks -> forks.stream().mapToDouble(f -> Math.log(f.value())).toArray());
    }

    /// The variance of one value within its group.
    public double within() {
        return meanSquareWithin;
    }

    /// The variance of group levels: 0 where the groups differ no more than their values say.
    public double between() {
        return Math.max(0, (meanSquareBetween - meanSquareWithin) / groupSize);
    }

    /// The share of the variance that lies between groups.
    public double intraclassCorrelation() {
        double sum = between() + within();
        return sum == 0 ? 0 : between() / sum;
    }

    /// How many forks each boot should run for the least variance in a given time, where a boot
    /// costs `costBoot` beside its forks of `costFork` each: Kalibera and Jones (2013).
    ///
    /// Infinite where boots do not differ: then one boot would do, if only that were known.
    public double bestForksPerBoot(double costBoot, double costFork) {
        return Math.max(1, Math.sqrt(costBoot / costFork * within() / between()));
    }
}
