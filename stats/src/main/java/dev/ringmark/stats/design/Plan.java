package dev.ringmark.stats.design;

import dev.ringmark.stats.sample.SampleException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// An experiment in randomised complete blocks: every block runs each variant on each benchmark
/// that it has once, one fork each.
///
/// The benchmarks of a block come in random order, and within a benchmark the variants do, next to
/// each other: what drifts on the machine meets all of them alike. The first variant is the base.
/// Beside it runs the base under another name, [#CONTROL]: the two must not differ, and how often
/// they seem to is what the numbers of this machine are worth.
public record Plan(
        long seed,
        List<String> variants,
        List<String> benchmarks,
        int blocks,
        List<PlannedCell> cells) {
    /// The name of the base's second self.
    public static final String CONTROL = "control";

    private static final int CELLS_MAX = 1_000_000;

    /// Copies the lists.
    public Plan {
        variants = List.copyOf(variants);
        benchmarks = List.copyOf(benchmarks);
        cells = List.copyOf(cells);
    }

    /// The plan of these variants, the base first, without the control, which it adds. The same
    /// input gives the same plan.
    ///
    /// @throws SampleException for no variant, no benchmark, a name that comes twice, or fewer than
    ///     1 block
    public static Plan of(List<String> variants, List<String> benchmarks, int blocks, long seed) {
        return of(variants, benchmarks, (_, _) -> true, blocks, seed);
    }

    /// The plan of variants of which some lack some benchmarks, but the base none.
    ///
    /// @param has whether a variant has a benchmark
    /// @throws SampleException as the other one, and for a benchmark that the base lacks
    public static Plan of(
            List<String> variants,
            List<String> benchmarks,
            BiPredicate<String, String> has,
            int blocks,
            long seed) {
        distinct("variants", variants);
        distinct("benchmarks", benchmarks);
        if (variants.contains(CONTROL)) {
            throw new SampleException("variants", CONTROL, "another name: the plan adds this one");
        }
        long size = (variants.size() + 1L) * benchmarks.size() * blocks;
        if (blocks < 1 || size > CELLS_MAX) {
            throw new SampleException(
                    "blocks", blocks, "1 or more, and at most " + CELLS_MAX + " forks in all");
        }
        for (String benchmark : benchmarks) {
            if (!has.test(variants.getFirst(), benchmark)) {
                throw new SampleException(
                        "benchmarks", benchmark, "one that the base has, " + variants.getFirst());
            }
        }
        List<String> all = new ArrayList<>(variants);
        all.add(1, CONTROL);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<PlannedCell> cells = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            for (String benchmark : shuffled(benchmarks, random)) {
                for (String variant : shuffled(all, random)) {
                    if (variant.equals(CONTROL) || has.test(variant, benchmark)) {
                        cells.add(new PlannedCell(cells.size(), block, variant, benchmark));
                    }
                }
            }
        }
        return new Plan(seed, all, benchmarks, blocks, cells);
    }

    /// The variant that others are compared to.
    public String base() {
        return variants.getFirst();
    }

    /// The variant that is run under a name: the base for [#CONTROL].
    public String isReally(String variant) {
        return variant.equals(CONTROL) ? base() : variant;
    }

    /// What a block runs, each as variant and benchmark, in the order of their lists.
    public List<Map.Entry<String, String>> pairs() {
        Set<Map.Entry<String, String>> planned = new HashSet<>();
        cells.forEach(cell -> planned.add(Map.entry(cell.variant(), cell.benchmark())));
        return variants.stream()
                .flatMap(v -> benchmarks.stream().map(b -> Map.entry(v, b)))
                .filter(planned::contains)
                .toList();
    }

    private static void distinct(String field, List<String> names) {
        if (names.isEmpty()) {
            throw new SampleException(field, "none", "1 or more");
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new SampleException(field, names, "each name once");
        }
        if (names.stream().anyMatch(String::isBlank)) {
            throw new SampleException(field, names, "names that are not empty");
        }
    }

    private static List<String> shuffled(List<String> names, RandomGenerator random) {
        List<String> order = new ArrayList<>(names);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }
}
