package dev.ringmark.stats.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.sample.SampleException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// SPG-125, SPG-126: plans that drift of the machine cannot bias.
class PlanTest {
    private static final List<String> VARIANTS = List.of("base", "new");
    private static final List<String> BENCHMARKS = List.of("nop", "read", "write");

    @Test
    void every_block_has_every_variant_on_every_benchmark_once_and_the_control() {
        Plan plan = Plan.of(VARIANTS, BENCHMARKS, 8, 1);
        assertEquals(List.of("base", "control", "new"), plan.variants());
        assertEquals("base", plan.isReally("control"));
        for (int block = 0; block < 8; block++) {
            int b = block;
            Set<String> cells =
                    plan.cells().stream()
                            .filter(c -> c.block() == b)
                            .map(c -> c.variant() + " " + c.benchmark())
                            .collect(Collectors.toSet());
            assertEquals(9, cells.size());
        }
        assertEquals(72, plan.cells().size());
    }

    @Test
    void a_variant_runs_the_benchmarks_it_has_and_nothing_else() {
        Plan plan =
                Plan.of(VARIANTS, BENCHMARKS, (v, b) -> v.equals("base") || b.equals("nop"), 4, 1);
        assertEquals(
                List.of(
                        Map.entry("base", "nop"),
                        Map.entry("base", "read"),
                        Map.entry("base", "write"),
                        Map.entry("control", "nop"),
                        Map.entry("control", "read"),
                        Map.entry("control", "write"),
                        Map.entry("new", "nop")),
                plan.pairs());
        assertEquals(28, plan.cells().size());
        for (int at = 0; at < 28; at++) {
            assertEquals(at, plan.cells().get(at).order());
        }
        refused("benchmarks", () -> Plan.of(VARIANTS, BENCHMARKS, (v, _) -> v.equals("new"), 4, 1));
    }

    @Test
    void variants_of_a_benchmark_run_next_to_each_other() {
        List<PlannedCell> cells = Plan.of(VARIANTS, BENCHMARKS, 4, 2).cells();
        for (int i = 0; i < cells.size(); i += 3) {
            assertEquals(cells.get(i).benchmark(), cells.get(i + 1).benchmark());
            assertEquals(cells.get(i).benchmark(), cells.get(i + 2).benchmark());
        }
    }

    @Test
    void every_variant_comes_first_equally_often() {
        List<PlannedCell> cells = Plan.of(VARIANTS, List.of("nop"), 3000, 3).cells();
        for (String variant : List.of("base", "control", "new")) {
            long first =
                    IntStream.range(0, 3000)
                            .filter(i -> cells.get(3 * i).variant().equals(variant))
                            .count();
            // Binomial, p 1/3: five standard deviations are 129.
            assertTrue(Math.abs(first - 1000) < 129, variant + " " + first);
        }
    }

    @Test
    void the_seed_decides_everything() {
        assertEquals(Plan.of(VARIANTS, BENCHMARKS, 5, 7), Plan.of(VARIANTS, BENCHMARKS, 5, 7));
        assertNotEquals(Plan.of(VARIANTS, BENCHMARKS, 5, 7), Plan.of(VARIANTS, BENCHMARKS, 5, 8));
    }

    @Test
    void a_plan_that_makes_no_sense_is_refused_by_name() {
        refused("variants", () -> Plan.of(List.of(), BENCHMARKS, 5, 1));
        refused("variants", () -> Plan.of(List.of("a", "a"), BENCHMARKS, 5, 1));
        refused("variants", () -> Plan.of(List.of("a", "control"), BENCHMARKS, 5, 1));
        refused("benchmarks", () -> Plan.of(VARIANTS, List.of("x", " "), 5, 1));
        refused("blocks", () -> Plan.of(VARIANTS, BENCHMARKS, 0, 1));
        refused("blocks", () -> Plan.of(VARIANTS, BENCHMARKS, Integer.MAX_VALUE, 1));
    }

    private static void refused(String field, Runnable made) {
        var e = assertThrows(SampleException.class, made::run);
        assertTrue(String.valueOf(e.getMessage()).startsWith(field + ": "), e.getMessage());
    }
}
