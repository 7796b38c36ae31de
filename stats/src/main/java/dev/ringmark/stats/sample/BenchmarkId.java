package dev.ringmark.stats.sample;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What makes two measurements measurements of the same thing: name, parameters, mode and measure.
public record BenchmarkId(String name, SortedMap<String, String> params, Mode mode, Measure measure)
        implements Comparable<BenchmarkId> {
    private static final Comparator<BenchmarkId> ORDER =
            Comparator.comparing(BenchmarkId::toString)
                    .thenComparing(id -> id.measure().direction())
                    .thenComparing(id -> id.measure().repeatability());

    /// Checks the name and copies the parameters.
    public BenchmarkId {
        SampleException.filled("benchmark.name", name);
        params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    }

    /// The benchmark of these parameters, in any order.
    public static BenchmarkId of(
            String name, Map<String, String> params, Mode mode, Measure measure) {
        return new BenchmarkId(name, new TreeMap<>(params), mode, measure);
    }

    /// A benchmark without parameters that measures time.
    public static BenchmarkId time(String name) {
        return of(name, Map.of(), Mode.AVERAGE_TIME, Measure.time("time"));
    }

    /// The same on every machine, and unique but for direction and repeatability:
    /// `RingBenchmark.nop{depth=8} [average time, time, s]`.
    @Override
    public String toString() {
        String unit = measure.unit().symbol();
        return label()
                + " ["
                + SampleException.words(mode)
                + ", "
                + measure.name()
                + (unit.isEmpty() ? "" : ", " + unit)
                + "]";
    }

    /// Name and parameters: `RingBenchmark.nop{depth=8}`.
    public String label() {
        return params.isEmpty()
                ? name
                : params.entrySet().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(",", name + "{", "}"));
    }

    @Override
    public int compareTo(BenchmarkId other) {
        return ORDER.compare(this, other);
    }
}
