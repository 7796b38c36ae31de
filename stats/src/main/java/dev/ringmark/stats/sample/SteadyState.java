package dev.ringmark.stats.sample;

import dev.ringmark.stats.method.Moments;
import dev.ringmark.stats.method.Segmentation;
import dev.ringmark.stats.method.TInference;
import java.util.Arrays;

/// From which iteration on a fork ran at one level, and what it did before.
///
/// `from` counts from the first warm-up iteration; 0 where the fork was not tested.
public record SteadyState(Steadiness steadiness, int from) {
    /*
     * The logarithms of all iterations, warm-up first where it was recorded, are cut where mean
     * or variance changes (optimal partitioning, penalty 15 ln n: Barrett et al. 2017). Going
     * back from the last segment, segments within 1 % or one standard deviation of its level
     * belong to the same steady run. The run must hold the second half of what was measured, and
     * its own halves must agree: a slope has no steps to cut at, and a wide last segment hides
     * it.
     */

    /// Iterations below which nothing is tested.
    public static final int ITERATIONS_MIN = 20;

    private static final int SEGMENT_MIN = 4;
    private static final double PENALTY = 15;
    private static final double LEVEL_TOLERANCE = .01;

    /// Spread below a tenth of a percent is the clock's, not the program's.
    private static final double VARIANCE_MIN = 1e-6;

    /// Of one fork; its values must be above 0, else it is not tested.
    static SteadyState of(Fork fork, Direction direction) {
        double[] logs = logs(fork, direction);
        if (logs.length < ITERATIONS_MIN
                || fork.iterations().size() == 0
                || !Arrays.stream(logs).allMatch(Double::isFinite)) {
            return new SteadyState(Steadiness.UNTESTED, 0);
        }
        int[] bounds = bounds(logs);
        int last = bounds.length - 2;
        double[] tail = Arrays.copyOfRange(logs, bounds[last], logs.length);
        double level = Moments.mean(tail);
        double tolerance = Math.max(LEVEL_TOLERANCE, Math.sqrt(Moments.variance(tail)));
        int first = last;
        while (first > 0
                && Math.abs(mean(logs, bounds[first - 1], bounds[first]) - level) <= tolerance) {
            first--;
        }
        int from = bounds[first];
        int half = fork.warmup().size() + fork.iterations().size() / 2;
        if (from > half || drifts(logs, from)) {
            return new SteadyState(Steadiness.NO_STEADY_STATE, from);
        }
        if (from == 0) {
            return new SteadyState(Steadiness.FLAT, 0);
        }
        boolean wasFaster = false;
        for (int s = 0; s < first; s++) {
            wasFaster |= mean(logs, bounds[s], bounds[s + 1]) < level - tolerance;
        }
        return new SteadyState(wasFaster ? Steadiness.SLOW_DOWN : Steadiness.WARM_UP, from);
    }

    /// Whether the halves of a run differ by more than 1 % and four standard errors.
    private static boolean drifts(double[] logs, int from) {
        int middle = (from + logs.length) / 2;
        double[] first = Arrays.copyOfRange(logs, from, middle);
        double[] second = Arrays.copyOfRange(logs, middle, logs.length);
        TInference t = TInference.independent(first, second, 0);
        return Math.abs(t.difference()) > Math.max(LEVEL_TOLERANCE, 4 * t.standardError());
    }

    /// The logarithm of second half over first half of the measured iterations; NaN for fewer than
    /// 2.
    static double halvesLogRatio(Fork fork) {
        double[] x = fork.iterations().toArray();
        int half = x.length / 2;
        return half == 0 ? Double.NaN : Math.log(mean(x, half, x.length) / mean(x, 0, half));
    }

    /// Starts of all segments, and the end.
    private static int[] bounds(double[] logs) {
        Segmentation cut =
                Segmentation.optimal(
                        logs, PENALTY * Math.log(logs.length), SEGMENT_MIN, VARIANCE_MIN);
        int[] bounds = new int[cut.starts().size() + 2];
        for (int s = 0; s < cut.starts().size(); s++) {
            bounds[s + 1] = cut.starts().get(s);
        }
        bounds[bounds.length - 1] = logs.length;
        return bounds;
    }

    /// Larger is slower.
    private static double[] logs(Fork fork, Direction direction) {
        double[] logs = new double[fork.warmup().size() + fork.iterations().size()];
        for (int i = 0; i < logs.length; i++) {
            int measured = i - fork.warmup().size();
            double value = measured < 0 ? fork.warmup().get(i) : fork.iterations().get(measured);
            logs[i] = direction.sign() * Math.log(value);
        }
        return logs;
    }

    private static double mean(double[] x, int from, int to) {
        return Moments.mean(Arrays.copyOfRange(x, from, to));
    }
}
