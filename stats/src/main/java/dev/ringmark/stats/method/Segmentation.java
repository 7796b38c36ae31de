package dev.ringmark.stats.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A series cut where its mean or its variance changes, at the least cost there is.
///
/// `starts` are the first indices of all segments but the first; `cost` counts the penalty for
/// each.
public record Segmentation(List<Integer> starts, double cost) {
    /*
     * PELT (Killick, Fearnhead and Eckley 2012): best[t] is the least cost of the first t
     * values, reached by trying every last segment [s, t). A start s with best[s] + cost(s, t) >
     * best[t] can never win once t itself may start a segment, so it is dropped then; the
     * optimum is exactly that of trying all. The cost of a segment is -2 log likelihood of a
     * normal law with its own mean and variance.
     */

    /// Copies the list.
    public Segmentation {
        starts = List.copyOf(starts);
    }

    /// The optimum for segments of at least `segmentMin` values, with variances of at least
    /// `varianceMin`, without which two equal values would be worth any penalty.
    public static Segmentation optimal(
            double[] x, double penalty, int segmentMin, double varianceMin) {
        int n = x.length;
        if (segmentMin < 1 || n < segmentMin) {
            throw new IllegalArgumentException("segmentMin: " + segmentMin + ", expected 1.." + n);
        }
        double centre = Moments.mean(x);
        double[] sums = new double[n + 1];
        double[] squares = new double[n + 1];
        for (int i = 0; i < n; i++) {
            double d = x[i] - centre;
            sums[i + 1] = sums[i] + d;
            squares[i + 1] = squares[i] + d * d;
        }
        double[] best = new double[n + 1];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[0] = -penalty;
        int[] last = new int[n + 1];
        int[] dropAt = new int[n + 1];
        Arrays.fill(dropAt, Integer.MAX_VALUE);
        List<Integer> open = new ArrayList<>();
        for (int t = segmentMin; t <= n; t++) {
            open.add(t - segmentMin);
            int now = t;
            open.removeIf(s -> dropAt[s] <= now);
            double[] reached = new double[open.size()];
            for (int i = 0; i < reached.length; i++) {
                int s = open.get(i);
                reached[i] = best[s] + cost(sums, squares, s, t, varianceMin);
                if (reached[i] + penalty < best[t]) {
                    best[t] = reached[i] + penalty;
                    last[t] = s;
                }
            }
            for (int i = 0; i < reached.length; i++) {
                int s = open.get(i);
                if (reached[i] > best[t]) {
                    dropAt[s] = Math.min(dropAt[s], t + segmentMin);
                }
            }
        }
        List<Integer> starts = new ArrayList<>();
        for (int t = last[n]; t > 0; t = last[t]) {
            starts.addFirst(t);
        }
        return new Segmentation(starts, best[n]);
    }

    private static double cost(
            double[] sums, double[] squares, int from, int to, double varianceMin) {
        double n = to - from;
        double sum = sums[to] - sums[from];
        double variance = (squares[to] - squares[from] - sum * sum / n) / n;
        return n * (Math.log(2 * Math.PI) + Math.log(Math.max(variance, varianceMin)) + 1);
    }
}
