package dev.ringmark.stats.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// How the p values of a family are adjusted for their number. The family is all cells of one
/// report, declared before looking.
public enum Correction {
    /// Not at all: for the first of two stages.
    NONE,
    /// No false alarm in the whole family, in one step.
    BONFERRONI,
    /// No false alarm in the whole family: Holm (1979).
    HOLM,
    /// The same for independent cells, from the largest p down: Hochberg (1988).
    HOCHBERG,
    /// A bounded share of false ones among the flagged: Benjamini and Hochberg (1995).
    BENJAMINI_HOCHBERG,
    /// The same under any dependence: Benjamini and Yekutieli (2001).
    BENJAMINI_YEKUTIELI;

    /// Adjusted values in the order of the given ones; equal p stay equal.
    public double[] adjust(double... p) {
        for (double value : p) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("p: " + value + ", expected 0..1");
            }
        }
        return switch (this) {
            case NONE -> p.clone();
            case HOLM -> holm(p);
            case BONFERRONI ->
                    Arrays.stream(p).map(value -> Math.min(1, p.length * value)).toArray();
            case HOCHBERG -> stepUp(p, rank -> p.length - rank + 1);
            case BENJAMINI_HOCHBERG -> stepUp(p, rank -> (double) p.length / rank);
            case BENJAMINI_YEKUTIELI -> {
                double harmonic =
                        IntStream.rangeClosed(1, p.length).mapToDouble(i -> 1.0 / i).sum();
                yield stepUp(p, rank -> harmonic * p.length / rank);
            }
        };
    }

    private static double[] holm(double[] p) {
        int[] ascending = ascending(p);
        double[] adjusted = new double[p.length];
        double running = 0;
        for (int i = 0; i < p.length; i++) {
            running = Math.max(running, Math.min(1, (p.length - i) * p[ascending[i]]));
            adjusted[ascending[i]] = running;
        }
        return adjusted;
    }

    private static double[] stepUp(double[] p, IntToDoubleFunction factor) {
        int[] ascending = ascending(p);
        double[] adjusted = new double[p.length];
        double running = 1;
        for (int i = p.length - 1; i >= 0; i--) {
            running = Math.min(running, factor.applyAsDouble(i + 1) * p[ascending[i]]);
            adjusted[ascending[i]] = running;
        }
        return adjusted;
    }

    private static int[] ascending(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(i -> i)
                .toArray();
    }
}
