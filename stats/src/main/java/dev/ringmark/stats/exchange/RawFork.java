package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Tally;
import dev.ringmark.stats.sample.Values;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The values of one fork while they are read. What is no finite number is not passed on: the fork
/// is excluded, and says which iteration it was.
final class RawFork {
    private static final int FIRST_SIZE = 16;

    private final TreeMap<Double, Long> counts = new TreeMap<>();
    private double[] values = new double[FIRST_SIZE];
    private int size;
    private int seen;
    private @Nullable String excluded;

    void add(double value) {
        if (Double.isFinite(value)) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        } else if (excluded == null) {
            excluded = "iteration " + seen + " is " + value;
        }
        seen++;
    }

    void count(double value, long times) {
        counts.merge(value, times, Math::addExact);
    }

    void exclude(String cause) {
        excluded = cause;
    }

    int size() {
        return seen;
    }

    /// The fork in base units. Frees what it took.
    Fork toFork(Scale scale) {
        double[] base = new double[size];
        for (int i = 0; i < size; i++) {
            base[i] = scale.toBase(values[i]);
        }
        values = new double[0];
        TreeMap<Double, Long> baseCounts = new TreeMap<>();
        counts.forEach((value, n) -> baseCounts.merge(scale.toBase(value), n, Math::addExact));
        counts.clear();
        return new Fork(
                Fork.NO_BLOCK,
                Values.NONE,
                Values.of(base),
                baseCounts.isEmpty() ? Tally.NONE : Tally.of(baseCounts),
                excluded);
    }
}
