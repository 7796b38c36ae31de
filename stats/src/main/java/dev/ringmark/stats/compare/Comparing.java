package dev.ringmark.stats.compare;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Collapse;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Repeatability;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Units;
import dev.ringmark.stats.sample.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One comparison in the making: evidence for every cell first, then the family, then verdicts.
final class Comparing {
    /// The share of forks without a steady state above which there is no verdict.
    private static final double UNSTEADY_MAX = .2;

    private static final int MANY_CELLS = 50;
    private static final int FEW_UNITS = 10;

    private final Settings settings;
    private final Matching matching;
    private final List<Tested> tested = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    Comparing(Settings settings, List<Sample> base, List<Sample> candidate) {
        this.settings = settings;
        matching = new Matching(base, candidate);
    }

    private record Tested(CellInput input, Evidence evidence, @Nullable String shortage) {
        /// Whether its p is one of the family's.
        boolean isInFamily() {
            return evidence.primary().method() != Method.EXACT && !Double.isNaN(evidence.familyP());
        }
    }

    Comparison comparison() {
        for (BenchmarkId id : matching.benchmarks()) {
            Sample base = matching.base.get(id);
            Sample candidate = matching.candidate.get(id);
            if (base == null || candidate == null) {
                cells.add(alone(id, base, candidate));
            } else {
                test(base, candidate);
            }
        }
        double[] adjusted = adjusted();
        Rules rules = new Rules(settings);
        for (int i = 0; i < tested.size(); i++) {
            cells.add(judged(tested.get(i), adjusted[i], rules));
        }
        cells.sort(Comparator.comparing(Cell::benchmark));
        return new Comparison(
                settings,
                Matching.variant(matching.base),
                Matching.variant(matching.candidate),
                cells,
                suites(),
                warnings());
    }

    private Cell alone(BenchmarkId id, @Nullable Sample base, @Nullable Sample candidate) {
        String namesake = matching.namesake(id);
        return new Cell(
                id,
                units(base),
                units(candidate),
                null,
                namesake == null ? CellVerdict.MISSING : CellVerdict.NOT_COMPARABLE,
                Confirmation.NOT_ASKED,
                namesake != null
                        ? namesake
                        : "only the " + (base == null ? "candidate" : "base") + " has it",
                List.of());
    }

    private static @Nullable Units units(@Nullable Sample sample) {
        return sample == null ? null : Collapse.units(sample);
    }

    private void test(Sample base, Sample candidate) {
        CellInput input = new CellInput(base, candidate, settings);
        String obstacle = Matching.obstacle(base, candidate, settings);
        if (obstacle == null) {
            obstacle = input.obstacle();
        }
        String shortage = input.shortage();
        if (obstacle == null) {
            warnOfEnvironment(input, base, candidate);
            if (Math.min(input.baseLogs.length, input.candidateLogs.length) > 0) {
                tested.add(new Tested(input, input.evidence(), shortage));
                return;
            }
        }
        cells.add(
                new Cell(
                        base.benchmark(),
                        input.base,
                        input.candidate,
                        null,
                        obstacle != null ? CellVerdict.NOT_COMPARABLE : CellVerdict.TOO_FEW_UNITS,
                        Confirmation.NOT_ASKED,
                        obstacle != null ? obstacle : String.valueOf(shortage),
                        input.warnings));
    }

    private static void warnOfEnvironment(CellInput input, Sample base, Sample candidate) {
        SortedSet<String> machine = base.fingerprint().stableDifferences(candidate.fingerprint());
        if (!machine.isEmpty()) {
            input.warn(
                    Warning.Code.MACHINE_DIFFERS,
                    "machines differ in " + String.join(", ", machine));
        }
        SortedSet<String> noted =
                new TreeSet<>(base.fingerprint().notedDifferences(candidate.fingerprint()));
        noted.removeAll(base.variant().factors().keySet());
        if (!noted.isEmpty()) {
            input.warn(
                    Warning.Code.ENVIRONMENT_DIFFERS,
                    "environments differ in " + String.join(", ", noted));
        }
    }

    /// In the order of `tested`; a cell outside the family keeps its p, or has 1 without one.
    private double[] adjusted() {
        int[] family =
                IntStream.range(0, tested.size()).filter(i -> tested.get(i).isInFamily()).toArray();
        double[] p =
                IntStream.of(family).mapToDouble(i -> tested.get(i).evidence().familyP()).toArray();
        double[] familyAdjusted = settings.correction().adjust(p);
        double[] adjusted =
                tested.stream()
                        .mapToDouble(t -> t.evidence().familyP())
                        .map(value -> Double.isNaN(value) ? 1 : value)
                        .toArray();
        for (int f = 0; f < family.length; f++) {
            adjusted[family[f]] = familyAdjusted[f];
        }
        return adjusted;
    }

    private Cell judged(Tested cell, double adjustedP, Rules rules) {
        CellInput input = cell.input();
        Evidence evidence = cell.evidence();
        CellVerdict verdict;
        String reason;
        double unsteady = Math.max(input.base.unsteadyShare(), input.candidate.unsteadyShare());
        if (cell.shortage() != null) {
            verdict = CellVerdict.TOO_FEW_UNITS;
            reason = cell.shortage();
        } else if (unsteady > UNSTEADY_MAX) {
            verdict = CellVerdict.UNSTABLE;
            reason =
                    String.format(
                            "%.0f %% of the forks of a side have no steady state", 100 * unsteady);
        } else {
            Rules.Judged judged = rules.judge(evidence, adjustedP);
            verdict = judged.verdict();
            reason = judged.reason();
            warnOfReplication(input, evidence);
        }
        boolean isFlagged = verdict == CellVerdict.REGRESSED || verdict == CellVerdict.IMPROVED;
        return new Cell(
                input.benchmark,
                input.base,
                input.candidate,
                new Cell.Result(
                        evidence.primary(),
                        evidence.check(),
                        evidence.familyP(),
                        adjustedP,
                        evidence.equivalence(),
                        evidence.effect(),
                        evidence.detectable()),
                verdict,
                settings.confirm() && isFlagged ? Confirmation.PENDING : Confirmation.NOT_ASKED,
                reason,
                input.warnings);
    }

    private void warnOfReplication(CellInput input, Evidence evidence) {
        int n = Math.min(input.baseLogs.length, input.candidateLogs.length);
        if (n < Evidence.TRIMMED_MIN && evidence.primary().method() != Method.EXACT) {
            input.warn(
                    Warning.Code.LOW_REPLICATION,
                    "low replication: " + n + " " + input.base.replication().counted(n));
        }
        double attained = evidence.check().interval().level();
        if (attained < settings.level() - 1e-9) {
            input.warn(
                    Warning.Code.ATTAINED_LEVEL,
                    String.format(
                            "the exact check attains %.0f %% with %d and %d units: nothing can be"
                                    + " called slower or faster below %d a side",
                            100 * attained,
                            input.baseLogs.length,
                            input.candidateLogs.length,
                            Evidence.CHECK_MIN));
        }
    }

    private List<Suite> suites() {
        List<Suite> suites = new ArrayList<>();
        boolean blocked = settings.design() == Design.BLOCKED;
        for (Measure measure :
                cells.stream().map(c -> c.benchmark().measure()).distinct().toList()) {
            List<CellInput> inputs =
                    tested.stream()
                            .map(Tested::input)
                            .filter(input -> input.benchmark.measure().equals(measure))
                            .toList();
            int all =
                    (int)
                            cells.stream()
                                    .filter(c -> c.benchmark().measure().equals(measure))
                                    .count();
            if (!inputs.isEmpty() && measure.repeatability() == Repeatability.NOISY) {
                suites.add(
                        Suite.of(
                                measure,
                                inputs.stream().map(input -> input.baseLogs).toList(),
                                inputs.stream().map(input -> input.candidateLogs).toList(),
                                blocked,
                                settings.level(),
                                all - inputs.size()));
            }
        }
        return suites;
    }

    private List<Warning> warnings() {
        long few =
                tested.stream()
                        .filter(Tested::isInFamily)
                        .filter(
                                t ->
                                        Math.min(
                                                        t.input().baseLogs.length,
                                                        t.input().candidateLogs.length)
                                                <= FEW_UNITS)
                        .count();
        if (few < MANY_CELLS || settings.confirm()) {
            return List.of();
        }
        return List.of(
                new Warning(
                        Warning.Code.LOW_POWER,
                        few
                                + " cells of 10 units and fewer in one family: +5 % is found with"
                                + " power 0.6; two stages find it with 0.97"));
    }
}
