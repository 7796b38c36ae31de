package dev.ringmark.stats.compare;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Variant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which sample of one side belongs to which of the other, and why a pair must not be compared.
final class Matching {
    final SortedMap<BenchmarkId, Sample> base;
    final SortedMap<BenchmarkId, Sample> candidate;

    Matching(List<Sample> base, List<Sample> candidate) {
        this.base = byBenchmark("base", base);
        this.candidate = byBenchmark("candidate", candidate);
    }

    /// All benchmarks of either side, sorted.
    SortedSet<BenchmarkId> benchmarks() {
        SortedSet<BenchmarkId> all = new TreeSet<>(base.keySet());
        all.addAll(candidate.keySet());
        return all;
    }

    /// The one variant of a side.
    static Variant variant(SortedMap<BenchmarkId, Sample> side) {
        return side.sequencedValues().getFirst().variant();
    }

    /// For a benchmark of one side only: how the other side's of the same name differs, or null
    /// where there is none left over.
    @Nullable String namesake(BenchmarkId id) {
        SortedMap<BenchmarkId, Sample> other = base.containsKey(id) ? candidate : base;
        SortedMap<BenchmarkId, Sample> own = base.containsKey(id) ? base : candidate;
        for (BenchmarkId there : other.keySet()) {
            if (there.name().equals(id.name())
                    && there.measure().name().equals(id.measure().name())
                    && !own.containsKey(there)) {
                return difference(
                        base.containsKey(id) ? id : there, base.containsKey(id) ? there : id);
            }
        }
        return null;
    }

    /// Why two samples of one benchmark must not be compared, or null.
    static @Nullable String obstacle(Sample base, Sample candidate, Settings settings) {
        if (base.replication() != candidate.replication()) {
            return "units differ: " + base.replication() + " v " + candidate.replication();
        }
        SortedSet<String> machine = base.fingerprint().stableDifferences(candidate.fingerprint());
        if (machine.isEmpty() || settings.acrossMachines()) {
            return null;
        }
        String field = machine.first();
        return "machines differ in "
                + String.join(", ", machine)
                + ": "
                + base.fingerprint().stable().get(field)
                + " v "
                + candidate.fingerprint().stable().get(field);
    }

    private static String difference(BenchmarkId base, BenchmarkId candidate) {
        if (!base.params().equals(candidate.params())) {
            return "parameters differ: " + base.params() + " v " + candidate.params();
        }
        if (base.mode() != candidate.mode()) {
            return "modes differ: " + base.mode() + " v " + candidate.mode();
        }
        if (base.measure().unit() != candidate.measure().unit()) {
            return "units of measure differ: "
                    + base.measure().unit()
                    + " v "
                    + candidate.measure().unit();
        }
        if (base.measure().direction() != candidate.measure().direction()) {
            return "directions differ: "
                    + base.measure().direction()
                    + " v "
                    + candidate.measure().direction();
        }
        return "repeatability differs: "
                + base.measure().repeatability()
                + " v "
                + candidate.measure().repeatability();
    }

    private static SortedMap<BenchmarkId, Sample> byBenchmark(String side, List<Sample> samples) {
        if (samples.isEmpty()) {
            throw new SampleException(side, "no samples", "at least one");
        }
        SortedMap<BenchmarkId, Sample> byBenchmark = new TreeMap<>();
        Variant variant = samples.getFirst().variant();
        for (Sample sample : samples) {
            if (!sample.variant().equals(variant)) {
                throw new SampleException(
                        side + ".variant",
                        sample.variant().name(),
                        "one variant a side, and the first is " + variant.name());
            }
            if (byBenchmark.put(sample.benchmark(), sample) != null) {
                throw new SampleException(side, sample.benchmark(), "each benchmark once");
            }
        }
        return byBenchmark;
    }
}
