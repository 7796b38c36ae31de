package dev.ringmark.stats.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tails: one percentile of each fork, which is then compared over forks like any other value.
///
/// Pooling the operations of all forks instead would take forks for copies of each other and raise
/// a false alarm in every fifth comparison.
public final class Percentiles {
    /// Observations that must lie beyond a percentile for a fork to show it.
    public static final int BEYOND_MIN = 10;

    private Percentiles() {}

    /// A sample whose only iteration in each fork is its percentile `p`, from more than 0 to less
    /// than 1; the measure `time` becomes `time.p99`. Forks with too few observations are left out
    /// and say so.
    public static Sample sample(Sample sample, double p) {
        if (!(p > 0 && p < 1)) {
            throw new SampleException("percentile", p, "more than 0 and less than 1");
        }
        List<Boot> boots = new ArrayList<>();
        for (Boot boot : sample.boots()) {
            boots.add(new Boot(boot.forks().stream().map(fork -> percentile(fork, p)).toList()));
        }
        List<Warning> warnings = new ArrayList<>(sample.warnings());
        long unsupported =
                sample.forks()
                        .filter(f -> f.excluded() == null && !isSupported(f.tally(), p))
                        .count();
        if (unsupported > 0) {
            long needed = (long) Math.ceil(BEYOND_MIN / (1 - p) - 1e-6);
            warnings.add(
                    new Warning(
                            Warning.Code.UNSUPPORTED_PERCENTILE,
                            String.format(
                                    "%s needs %d operations in a fork; %d forks have fewer and are"
                                            + " left out",
                                    name(p), needed, unsupported)));
        }
        BenchmarkId id = sample.benchmark();
        if (id.mode() == Mode.SAMPLE_TIME) {
            String text = "service time of a closed loop: coordinated omission is not covered";
            warnings.add(new Warning(Warning.Code.COORDINATED_OMISSION, text));
        }
        Measure measure = id.measure();
        Measure tail =
                new Measure(
                        measure.name() + "." + name(p),
                        measure.unit(),
                        measure.direction(),
                        measure.repeatability());
        return new Sample(
                new BenchmarkId(id.name(), id.params(), id.mode(), tail),
                sample.variant(),
                sample.fingerprint(),
                sample.replication(),
                boots,
                warnings);
    }

    /// Whether at least [#BEYOND_MIN] observations lie beyond the percentile.
    public static boolean isSupported(Tally tally, double p) {
        return tally.total() * (1 - p) >= BEYOND_MIN - 1e-6;
    }

    /// `p99`, `p99.9`.
    public static String name(double p) {
        String percent = String.format(Locale.ROOT, "%.6f", 100 * p);
        return "p" + percent.replaceAll("\\.?0+$", "");
    }

    private static Fork percentile(Fork fork, double p) {
        Values value =
                isSupported(fork.tally(), p) ? Values.of(fork.tally().percentile(p)) : Values.NONE;
        return new Fork(fork.block(), Values.NONE, value, Tally.NONE, fork.excluded());
    }
}
