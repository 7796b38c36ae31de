package dev.ringmark.stats.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.compare.Cell;
import dev.ringmark.stats.compare.CellVerdict;
import dev.ringmark.stats.compare.Comparison;
import dev.ringmark.stats.compare.Settings;
import dev.ringmark.stats.record.Unit;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Issue 8: the result file of a real run of JMH 1.37 in all its modes, `-bm all -f 2 -i 2 -prof gc
/// -rf json`, as it was written but for the second value of the parameter.
class JmhModesTest {
    private static final List<Sample> SAMPLES = samples();

    @ParameterizedTest
    @CsvSource({
        "THROUGHPUT, throughput, PER_SECOND, HIGHER_IS_BETTER, 0.0011952685548656835e9",
        "AVERAGE_TIME, time, SECONDS, LOWER_IS_BETTER, 65.59864654885216e-9",
        "SINGLE_SHOT, time, SECONDS, LOWER_IS_BETTER, 2675.0e-9"
    })
    void every_mode_is_a_benchmark_of_its_own_in_base_units(
            Mode mode, String name, Unit unit, Direction direction, double first) {
        Sample sample = primary(mode, name);
        assertEquals(unit, sample.benchmark().measure().unit());
        assertEquals(direction, sample.benchmark().measure().direction());
        List<Fork> forks = sample.forks().toList();
        assertEquals(2, forks.size());
        assertEquals(2, forks.getFirst().iterations().size());
        assertEquals(first, forks.getFirst().iterations().get(0), 1e-15 * first);
    }

    @Test
    void sampled_operations_are_kept_one_by_one_beside_the_means_of_their_iterations() {
        List<Fork> forks = primary(Mode.SAMPLE_TIME, "time").forks().toList();
        assertEquals(771 + 751, forks.getFirst().tally().total());
        assertEquals(633 + 594, forks.getLast().tally().total());
        assertEquals(2, forks.getFirst().iterations().size());
        assertTrue(forks.getFirst().tally().counts().getOrDefault(96 / 1e9, 0L) >= 42);
    }

    @Test
    void what_the_profiler_measured_is_read_in_every_mode() {
        List<Sample> bytes =
                SAMPLES.stream()
                        .filter(s -> s.benchmark().measure().name().equals("gc.alloc.rate.norm"))
                        .toList();
        assertEquals(Mode.values().length - 1, bytes.size(), "all modes but UNSTATED");
        Sample shots =
                bytes.stream()
                        .filter(s -> s.benchmark().mode() == Mode.SINGLE_SHOT)
                        .findFirst()
                        .orElseThrow();
        assertArrayEquals(
                new double[] {6736, 6720},
                shots.forks().toList().getFirst().iterations().toArray());
    }

    @Test
    void two_forks_are_too_few_for_a_verdict_in_any_mode() {
        List<Sample> other =
                ResultFiles.read(file(), Variant.of("new"), Repetitions.OF_ONE_PROCESS).samples();
        Comparison comparison = Comparison.of(Settings.defaults(), SAMPLES, other);
        assertEquals(SAMPLES.size(), comparison.cells().size());
        for (Cell cell : comparison.cells()) {
            assertTrue(
                    cell.verdict() == CellVerdict.TOO_FEW_UNITS
                            || cell.verdict() == CellVerdict.NOT_COMPARABLE,
                    cell.benchmark() + ": " + cell.verdict() + ", " + cell.reason());
        }
    }

    private static Sample primary(Mode mode, String name) {
        return SAMPLES.stream()
                .filter(s -> s.benchmark().mode() == mode)
                .filter(s -> s.benchmark().measure().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Sample> samples() {
        return ResultFiles.read(file(), Variant.of("base"), Repetitions.OF_ONE_PROCESS).samples();
    }

    private static Path file() {
        try {
            return Path.of(
                    Objects.requireNonNull(JmhModesTest.class.getResource("jmh-modes.json"))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
