package dev.ringmark.stats.sample;

import dev.ringmark.stats.method.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Turns a sample into one value for each unit of replication.
///
/// A fork's value is the arithmetic mean of its steady iterations, which is total time over total
/// operations where iterations are of equal length; a boot's is the geometric mean of its forks.
public final class Collapse {
    private static final double HALVES_TOLERANCE = .02;
    private static final double OUTLIER_DISTANCE = 3.5;

    /// The factor that makes a normal law's median absolute deviation its standard deviation.
    private static final double MAD_SCALE = 1.4826;

    private final Sample sample;
    private final List<ForkSummary> forks = new ArrayList<>();
    private final List<Warning> warnings;
    private final List<String> excluded = new ArrayList<>();
    private int halvesDiffer;

    private Collapse(Sample sample) {
        this.sample = sample;
        warnings = new ArrayList<>(sample.warnings());
    }

    /// The units of a sample; forks with nothing measured and excluded forks give none.
    public static Units units(Sample sample) {
        Collapse collapse = new Collapse(sample);
        collapse.summarise();
        List<UnitValue> values =
                sample.replication() == Replication.FORK
                        ? collapse.forks.stream()
                                .map(f -> new UnitValue(f.boot(), f.fork(), f.block(), f.value()))
                                .toList()
                        : collapse.boots();
        collapse.warn(values);
        return new Units(sample.replication(), values, collapse.forks, collapse.warnings);
    }

    private void summarise() {
        for (int b = 0; b < sample.boots().size(); b++) {
            List<Fork> all = sample.boots().get(b).forks();
            for (int f = 0; f < all.size(); f++) {
                Fork fork = all.get(f);
                if (fork.excluded() != null) {
                    excluded.add("boot " + b + " fork " + f + ": " + fork.excluded());
                } else if (fork.iterations().size() > 0 || fork.tally().total() > 0) {
                    forks.add(summary(b, f, fork));
                }
            }
        }
    }

    private ForkSummary summary(int boot, int index, Fork fork) {
        if (fork.iterations().size() == 0) {
            return new ForkSummary(
                    boot, index, fork.block(), Steadiness.UNTESTED, 0, fork.tally().mean());
        }
        SteadyState state = SteadyState.of(fork, sample.benchmark().measure().direction());
        if (state.steadiness() == Steadiness.UNTESTED
                && Math.abs(SteadyState.halvesLogRatio(fork)) > HALVES_TOLERANCE) {
            halvesDiffer++;
        }
        int from =
                state.steadiness() == Steadiness.NO_STEADY_STATE
                        ? 0
                        : Math.max(0, state.from() - fork.warmup().size());
        double value = Moments.mean(fork.iterations().stream().skip(from).toArray());
        return new ForkSummary(boot, index, fork.block(), state.steadiness(), state.from(), value);
    }

    private List<UnitValue> boots() {
        List<UnitValue> values = new ArrayList<>();
        for (int b = 0; b < sample.boots().size(); b++) {
            int boot = b;
            List<ForkSummary> own = forks.stream().filter(f -> f.boot() == boot).toList();
            if (!own.isEmpty()) {
                double[] logs = own.stream().mapToDouble(f -> Math.log(f.value())).toArray();
                int block = own.getFirst().block();
                boolean together = own.stream().allMatch(f -> f.block() == block);
                values.add(
                        new UnitValue(
                                b, -1, together ? block : Fork.NO_BLOCK, Math.exp(mean(logs))));
            }
        }
        return values;
    }

    /// One fork's value of 0 makes its boot's 0, where a mean of logarithms has no digits.
    private static double mean(double[] logs) {
        return IntStream.range(0, logs.length).anyMatch(i -> Double.isInfinite(logs[i]))
                ? Double.NEGATIVE_INFINITY
                : Moments.mean(logs);
    }

    private void warn(List<UnitValue> values) {
        if (!excluded.isEmpty()) {
            warn(Warning.Code.EXCLUDED, "left out: " + String.join("; ", excluded));
        }
        if (sample.replication() == Replication.FORK && sample.boots().size() > 1) {
            warn(
                    Warning.Code.REPLICATION_DOUBTFUL,
                    "forks of several boots are taken as units, but boots differ too");
        }
        long unsteady =
                forks.stream().filter(f -> f.steadiness() == Steadiness.NO_STEADY_STATE).count();
        if (unsteady > 0) {
            warn(
                    Warning.Code.NO_STEADY_STATE,
                    unsteady + " of " + forks.size() + " forks have no steady state");
        }
        if (halvesDiffer > 0) {
            warn(
                    Warning.Code.HALVES_DIFFER,
                    "first and second half differ by more than 2 % in "
                            + (halvesDiffer + " of " + forks.size() + " forks"));
        }
        warnOfOutliers(values);
    }

    private void warnOfOutliers(List<UnitValue> values) {
        if (values.isEmpty()) {
            return;
        }
        double[] logs = values.stream().mapToDouble(unit -> Math.log(unit.value())).toArray();
        double centre = Moments.median(logs);
        double[] distances =
                IntStream.range(0, logs.length)
                        .mapToDouble(i -> Math.abs(logs[i] - centre))
                        .toArray();
        double limit = OUTLIER_DISTANCE * MAD_SCALE * Moments.median(distances);
        for (int i = 0; i < logs.length; i++) {
            if (limit > 0 && distances[i] > limit) {
                UnitValue unit = values.get(i);
                warn(
                        Warning.Code.OUTLIER,
                        String.format(
                                Locale.ROOT,
                                "unit %d, %.6g, lies far from the median %.6g; it was kept",
                                i,
                                unit.value(),
                                Math.exp(centre)));
            }
        }
    }

    private void warn(Warning.Code code, String text) {
        warnings.add(new Warning(code, text));
    }
}
