package dev.ringmark.stats.compare;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Samples for tests: one iteration in each fork, each fork in a block of its own.
final class Measured {
    static final BenchmarkId TIME = BenchmarkId.time("Ring.nop");
    static final Variant BASE = Variant.of("base");
    static final Variant NEW = Variant.of("new");

    private Measured() {}

    static Sample sample(BenchmarkId id, Variant variant, double... values) {
        List<Fork> forks = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            forks.add(Fork.of(values[i]).inBlock(i));
        }
        return Sample.ofForks(id, variant, forks);
    }

    /// Benchmarks b0, b1, ... of 10 units each.
    static List<Sample> report(int benchmarks, Variant variant, double sd, long seed) {
        return IntStream.range(0, benchmarks)
                .mapToObj(
                        b -> sample(BenchmarkId.time("b" + b), variant, noisy(10, 1, sd, seed + b)))
                .toList();
    }

    static Sample base(double... values) {
        return sample(TIME, BASE, values);
    }

    static Sample candidate(double... values) {
        return sample(TIME, NEW, values);
    }

    static Cell cell(Settings settings, Sample base, Sample candidate) {
        return Comparison.of(settings, List.of(base), List.of(candidate)).cells().getFirst();
    }

    /// About a microsecond times `ratio`, normal on the log scale.
    static double[] noisy(int n, double ratio, double sd, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, n)
                .mapToDouble(i -> 1e-6 * ratio * Math.exp(sd * random.nextGaussian()))
                .toArray();
    }

    static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }
}
