package dev.ringmark.stats.design;

import dev.ringmark.stats.method.Moments;
import dev.ringmark.stats.method.StudentT;
import dev.ringmark.stats.sample.SampleException;
import java.util.Collection;
import java.util.List;

/// Stops an experiment once its intervals are narrow enough.
///
/// It looks at widths only, never at which side is faster or whether a p is small: stopping when
/// the result pleases would make every result false.
///
/// @param halfWidth of the 95 % interval of a log ratio: .01 is about 1 %
/// @param blocksMin never before these
public record PrecisionStop(double halfWidth, int blocksMin) {
    private static final double LEVEL = .975;

    /// Fewer blocks allow no interval by ranks.
    public static final int BLOCKS_MIN = 6;

    /// Checks both.
    public PrecisionStop {
        if (!(halfWidth > 0 && halfWidth < 1)) {
            throw new SampleException("precision", halfWidth, "above 0 and below 1");
        }
        if (blocksMin < BLOCKS_MIN) {
            throw new SampleException("blocksMin", blocksMin, BLOCKS_MIN + " or more");
        }
    }

    /// Whether it is enough, from the log ratios of each pair of variants and benchmark by block.
    public boolean isEnough(Collection<List<Double>> logRatios) {
        return !logRatios.isEmpty() && logRatios.stream().allMatch(this::isNarrow);
    }

    private boolean isNarrow(List<Double> ratios) {
        int n = ratios.size();
        if (n < blocksMin) {
            return false;
        }
        double[] values = ratios.stream().mapToDouble(r -> r).toArray();
        double width = StudentT.quantile(LEVEL, n - 1) * Math.sqrt(Moments.variance(values) / n);
        return width <= halfWidth;
    }
}
