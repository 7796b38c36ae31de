package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.Autocorrelation;
import dev.ringmark.stats.method.Permutation;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Collapse;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Repeatability;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.UnitValue;
import dev.ringmark.stats.sample.Units;
import dev.ringmark.stats.sample.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two samples of one benchmark made ready for a test: collapsed, paired where there are blocks,
/// and on the scale of log slowness; with all that a reader must be warned of.
final class CellInput {
    /// Units from which resemblance to the predecessor is tested.
    private static final int ORDERED_MIN = 10;

    private static final double ORDERED_ALPHA = .01;
    private static final long SEED = 20_260_102L;

    final BenchmarkId benchmark;
    final Units base;
    final Units candidate;
    final List<Warning> warnings = new ArrayList<>();

    /// Log slowness; in a blocked design the same index is the same block.
    final double[] baseLogs;

    final double[] candidateLogs;

    private final Settings settings;

    CellInput(Sample base, Sample candidate, Settings settings) {
        this.settings = settings;
        benchmark = base.benchmark();
        this.base = Collapse.units(base);
        this.candidate = Collapse.units(candidate);
        warnings.addAll(of(this.base.warnings(), base.variant().name()));
        warnings.addAll(of(this.candidate.warnings(), candidate.variant().name()));
        if (settings.design() == Design.BLOCKED) {
            Map<Integer, Double> baseBlocks = blocks(this.base);
            Map<Integer, Double> candidateBlocks = blocks(this.candidate);
            SortedSet<Integer> both = new TreeSet<>(baseBlocks.keySet());
            both.retainAll(candidateBlocks.keySet());
            baseLogs = both.stream().mapToDouble(baseBlocks::get).toArray();
            candidateLogs = both.stream().mapToDouble(candidateBlocks::get).toArray();
            warnOfBlocks(both.size());
        } else {
            baseLogs = logs(this.base);
            candidateLogs = logs(this.candidate);
        }
    }

    /// Why there is no ratio to speak of, or null.
    @Nullable String obstacle() {
        boolean isFinite =
                Arrays.stream(baseLogs).allMatch(Double::isFinite)
                        && Arrays.stream(candidateLogs).allMatch(Double::isFinite);
        boolean isSameZero = isExact() && Arrays.equals(firstOf(baseLogs), firstOf(candidateLogs));
        return isFinite || isSameZero ? null : "a unit value is 0, and a ratio needs more";
    }

    /// Whether all values of each side are the same, as the measure promises.
    boolean isExact() {
        return benchmark.measure().repeatability() == Repeatability.EXACT
                && isConstant(baseLogs)
                && isConstant(candidateLogs);
    }

    Evidence evidence() {
        warnOfSpread();
        if (isExact()) {
            return Evidence.exact(
                    baseLogs[0] == candidateLogs[0] ? 0 : candidateLogs[0] - baseLogs[0]);
        }
        if (settings.design() == Design.BLOCKED) {
            warnOfOrder(difference(), "block ratios");
            return Evidence.blocked(baseLogs, candidateLogs, settings);
        }
        warnOfOrder(baseLogs, "units of the base");
        warnOfOrder(candidateLogs, "units of the candidate");
        return Evidence.independent(baseLogs, candidateLogs, settings);
    }

    /// What is missing for any verdict, or null.
    @Nullable String shortage() {
        int least = Math.min(baseLogs.length, candidateLogs.length);
        boolean blocked = settings.design() == Design.BLOCKED && !isExact();
        int needed = blocked ? Evidence.BLOCKS_MIN : Evidence.UNITS_MIN;
        if (least >= needed) {
            return null;
        }
        String text =
                blocked
                        ? needed + " blocks needed for a 95 % interval, have " + least
                        : String.format(
                                "%s needed on each side, have %d and %d",
                                needed + " " + base.replication().counted(needed),
                                base.count(),
                                candidate.count());
        warn(Warning.Code.MORE_UNITS_NEEDED, text);
        return text;
    }

    void warn(Warning.Code code, String text) {
        warnings.add(new Warning(code, text));
    }

    private double[] difference() {
        double[] d = candidateLogs.clone();
        for (int i = 0; i < d.length; i++) {
            d[i] -= baseLogs[i];
        }
        return d;
    }

    private double logSlowness(UnitValue unit) {
        Direction direction = benchmark.measure().direction();
        return direction.sign() * Math.log(unit.value());
    }

    private double[] logs(Units units) {
        return units.values().stream().mapToDouble(this::logSlowness).toArray();
    }

    /// Several units of one block are one: their mean.
    private Map<Integer, Double> blocks(Units units) {
        ToDoubleFunction<UnitValue> log = this::logSlowness;
        return units.values().stream()
                .filter(unit -> unit.block() != Fork.NO_BLOCK)
                .collect(
                        Collectors.groupingBy(
                                UnitValue::block, TreeMap::new, Collectors.averagingDouble(log)));
    }

    private void warnOfBlocks(int both) {
        long alone =
                base.values().stream().map(UnitValue::block).distinct().count()
                        + candidate.values().stream().map(UnitValue::block).distinct().count()
                        - 2L * both;
        if (alone > 0) {
            warn(
                    Warning.Code.BLOCK_INCOMPLETE,
                    "units of " + alone + " blocks have no partner and do not count");
        }
    }

    private void warnOfSpread() {
        boolean declared = benchmark.measure().repeatability() == Repeatability.EXACT;
        if (declared && !isExact()) {
            warn(Warning.Code.NOT_EXACT, "declared exact, but it varies; compared as noisy");
        }
        if (!declared && (isFlat(baseLogs) || isFlat(candidateLogs))) {
            warn(Warning.Code.NO_SPREAD, "all units of a side are equal: a clock too coarse?");
        }
    }

    private static double[] firstOf(double[] x) {
        return Arrays.copyOf(x, Math.min(1, x.length));
    }

    private static boolean isFlat(double[] x) {
        return x.length > 1 && isConstant(x);
    }

    private static boolean isConstant(double[] x) {
        return Arrays.stream(x).distinct().count() <= 1;
    }

    private void warnOfOrder(double[] x, String what) {
        if (x.length < ORDERED_MIN) {
            return;
        }
        Autocorrelation order = Autocorrelation.of(x, Math.min(5, x.length / 4));
        if (order.p() < ORDERED_ALPHA) {
            String text =
                    String.format(
                            Locale.ROOT,
                            "successive %s resemble each other: lag 1 %.2f, Ljung-Box p %.2g",
                            what,
                            order.coefficients().getFirst(),
                            order.p());
            if (settings.design() == Design.BLOCKED) {
                int block = Math.max(2, (int) Math.round(Math.cbrt(x.length)));
                double p = Permutation.signFlip(x, block, SEED);
                text += String.format(Locale.ROOT, "; p by flips of %d blocks %.2g", block, p);
            }
            warn(Warning.Code.AUTOCORRELATED, text);
        }
    }

    private static List<Warning> of(List<Warning> warnings, String variant) {
        return warnings.stream()
                .map(w -> new Warning(w.code(), variant + ": " + w.text()))
                .toList();
    }
}
