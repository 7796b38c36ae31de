package dev.ringmark.stats.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Variant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// M-06: files may be joined in any grouping, and nothing is lost.
class JoinTest {
    @Property(tries = 200)
    void joining_is_associative(
            @ForAll("files") List<Sample> a,
            @ForAll("files") List<Sample> b,
            @ForAll("files") List<Sample> c) {
        List<Sample> all = ResultFiles.join(List.of(a, b, c));
        assertEquals(all, ResultFiles.join(List.of(ResultFiles.join(List.of(a, b)), c)));
        assertEquals(all, ResultFiles.join(List.of(a, ResultFiles.join(List.of(b, c)))));
        assertEquals(count(a) + count(b) + count(c), count(all));
    }

    @Example
    void two_machines_are_refused_by_name() {
        Sample here = sample("a", 1, Map.of("host_name", "lab1"), "17");
        Sample there = sample("a", 1, Map.of("host_name", "lab2"), "17");
        var e =
                assertThrows(
                        SampleException.class,
                        () -> ResultFiles.join(List.of(List.of(here), List.of(there))));
        assertTrue(
                String.valueOf(e.getMessage()).contains("machine.host_name: lab2, expected lab1"),
                e.getMessage());
    }

    @Example
    void what_may_differ_is_kept_of_both() {
        Sample joined =
                ResultFiles.join(
                                List.of(
                                        List.of(sample("a", 1, Map.of(), "25")),
                                        List.of(sample("a", 2, Map.of(), "21"))))
                        .getFirst();
        assertEquals("21 | 25", joined.fingerprint().noted().get("jdk"));
        assertEquals(3, joined.forks().count());
    }

    @Provide
    Arbitrary<List<Sample>> files() {
        Arbitrary<Sample> samples =
                Combinators.combine(
                                Arbitraries.of("a", "b", "c"),
                                Arbitraries.integers().between(1, 3),
                                Arbitraries.of(
                                        Map.<String, String>of(), Map.of("host_name", "lab1")),
                                Arbitraries.of("17", "21", "25"))
                        .as(JoinTest::sample);
        return samples.list().ofMaxSize(3).uniqueElements(Sample::benchmark);
    }

    private static Sample sample(String name, int forks, Map<String, String> machine, String jdk) {
        List<Fork> all =
                IntStream.rangeClosed(1, forks).mapToObj(f -> Fork.of(f, f + 0.5)).toList();
        return new Sample(
                BenchmarkId.time(name),
                Variant.of("base"),
                new Fingerprint(machine, Map.of("jdk", jdk)),
                Replication.FORK,
                List.of(new Boot(all)),
                List.of());
    }

    private static long count(List<Sample> samples) {
        return samples.stream().flatMap(Sample::forks).count();
    }
}
