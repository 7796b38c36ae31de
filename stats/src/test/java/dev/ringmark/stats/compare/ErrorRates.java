package dev.ringmark.stats.compare;

import dev.ringmark.stats.method.Shift;
import dev.ringmark.stats.method.SignedRank;
import dev.ringmark.stats.method.TInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How often the rules are wrong, and how often they find what is there: seeded simulations of the
/// targets of the protocol, one row each.
final class ErrorRates {
    private static final Settings PLAIN = Settings.defaults().withCorrection(Correction.NONE);
    private static final double ALPHA = .05;
    private static final double UNIT_SD = Power.logSd(.02);
    private static final int[] SIZES = {8, 10, 20};

    /// A measured rate and the range it must lie in.
    record Row(String property, String cell, double rate, double lo, double hi, long repetitions) {
        /// The binomial standard error at the bound that is nearer.
        private double standardError() {
            double p = Math.abs(rate - lo) < Math.abs(rate - hi) ? lo : hi;
            return Math.sqrt(Math.max(p * (1 - p), 1e-4) / repetitions);
        }

        /// In its range, give or take this many standard errors.
        boolean holds(double slack) {
            return rate >= lo - slack * standardError() && rate <= hi + slack * standardError();
        }

        String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f %% | %s | %d | %s |",
                    property,
                    cell,
                    100 * rate,
                    bound(),
                    repetitions,
                    holds(0) ? "yes" : "no");
        }

        private String bound() {
            if (lo <= 0) {
                return String.format(Locale.ROOT, "at most %.1f %%", 100 * hi);
            }
            return hi >= 1
                    ? String.format(Locale.ROOT, "at least %.1f %%", 100 * lo)
                    : String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * lo, 100 * hi);
        }
    }

    private final int repetitions;
    private final int matrices;
    private final List<Row> rows = new ArrayList<>();

    ErrorRates(int repetitions, int matrices) {
        this.repetitions = repetitions;
        this.matrices = matrices;
    }

    /// 10,000 repetitions, 1,000 matrices and 500 series, as the targets say.
    static ErrorRates full() {
        return new ErrorRates(10_000, 1_000);
    }

    /// Prints the full table, as Markdown.
    public static void main(String[] args) {
        printFull();
    }

    static List<Row> printFull() {
        List<Row> rows = full().rows();
        System.out.println(table(rows));
        return rows;
    }

    static String table(List<Row> rows) {
        StringBuilder out = new StringBuilder();
        out.append("| property | cell | measured | bound | repetitions | held |\n");
        out.append("|---|---|---|---|---|---|\n");
        rows.forEach(row -> out.append(row.markdown()).append('\n'));
        return out.toString();
    }

    List<Row> rows() {
        falseAlarms();
        blockedCoverage();
        unequalVariances();
        drift();
        power();
        verdicts();
        nonInferiority();
        rows.addAll(new MatrixRates(matrices).rows());
        rows.addAll(new ChangePointRates(Math.min(500, 5 * matrices)).rows());
        return rows;
    }

    private void falseAlarms() {
        for (NoiseModel model : NoiseModel.values()) {
            boolean isAwkward = model == NoiseModel.BIMODAL || model == NoiseModel.OUTLIER_FORKS;
            for (int n : SIZES) {
                SplittableRandom random = random(0, index(model), n);
                int[] covered = {0};
                double flagged =
                        share(
                                () -> {
                                    TInference t =
                                            Defaults.independent(
                                                    model.forks(n, random), model.forks(n, random));
                                    covered[0] += Math.abs(t.difference()) <= t.reach(.95) ? 1 : 0;
                                    return t.p() < ALPHA;
                                });
                String cell = model + ", n = " + n;
                add(
                        "A/A flagged, independent",
                        cell,
                        flagged,
                        isAwkward ? 0 : .035,
                        isAwkward ? .06 : .062);
                add(
                        "coverage, independent",
                        cell,
                        (double) covered[0] / repetitions,
                        .94,
                        isAwkward ? 1 : .965);
            }
        }
    }

    private void blockedCoverage() {
        for (NoiseModel model : NoiseModel.values()) {
            for (int n : new int[] {6, 10, 20, 30}) {
                SplittableRandom random = random(10_000, index(model), n);
                double covered =
                        share(
                                () -> {
                                    double[] d = model.forks(n, random);
                                    double[] base = model.forks(n, random);
                                    for (int i = 0; i < n; i++) {
                                        d[i] -= base[i];
                                    }
                                    Shift shift = SignedRank.shift(d, .95);
                                    return shift.lo() <= 0 && 0 <= shift.hi();
                                });
                boolean isNormal = model == NoiseModel.NORMAL;
                add(
                        "coverage, blocked",
                        model + ", n = " + n,
                        covered,
                        isNormal ? .94 : .935,
                        isNormal ? .975 : 1);
            }
        }
    }

    private void unequalVariances() {
        int[][] sizes = {{10, 10}, {10, 20}, {20, 10}};
        for (int[] size : sizes) {
            SplittableRandom random = random(20_000, size[0], size[1]);
            double flagged =
                    share(
                            () ->
                                    Defaults.independent(
                                                            normal(size[0], 0, .01, random),
                                                            normal(size[1], 0, .05, random))
                                                    .p()
                                            < ALPHA);
            add("A/A flagged, sd 1:5", size[0] + " + " + size[1], flagged, 0, .065);
        }
    }

    /// Ten blocks of two runs in random order on a machine that drifts.
    private void drift() {
        for (DriftModel model : DriftModel.values()) {
            SplittableRandom random = random(30_000, 0, index(model));
            double flagged = share(() -> TInference.paired(model.pairs(10, random)).p() < ALPHA);
            add("A/A flagged, blocks on a drifting machine", model.toString(), flagged, .04, .06);
        }
    }

    private void power() {
        power("+5 %", NoiseFree.NORMAL, 5, .05, .88);
        power("+5 %", NoiseFree.NORMAL, 6, .05, .93);
        power("+5 %", NoiseFree.NORMAL, 8, .05, .96);
        power("+5 %", NoiseFree.NORMAL, 10, .05, .98);
        power("+3 %", NoiseFree.NORMAL, 15, .03, .91);
        power("+3 %", NoiseFree.NORMAL, 20, .03, .96);
        power("+5 %, 5 % outlier forks", NoiseFree.OUTLIER, 10, .05, .91);
    }

    /// What is added to units of 2 %.
    private enum NoiseFree {
        NORMAL,
        OUTLIER
    }

    private void power(String shift, NoiseFree extra, int n, double ratio, double lo) {
        SplittableRandom random = random(40_000, index(extra), n);
        Supplier<double[]> side =
                () -> {
                    double[] x = normal(n, 0, UNIT_SD, random);
                    for (int i = 0; i < n && extra == NoiseFree.OUTLIER; i++) {
                        x[i] += random.nextDouble() < .05 ? Math.log(1.3) : 0;
                    }
                    return x;
                };
        double found =
                share(
                        () -> {
                            double[] candidate = side.get();
                            for (int i = 0; i < n; i++) {
                                candidate[i] += Math.log1p(ratio);
                            }
                            return Defaults.independent(side.get(), candidate).p() < ALPHA;
                        });
        add("power of p < .05, " + shift, "n = " + n, found, lo, 1);
    }

    private void verdicts() {
        Rules rules = new Rules(PLAIN);
        for (NoiseModel model : NoiseModel.values()) {
            if (model == NoiseModel.LOGNORMAL) {
                continue; // Its units scatter by 8 %; the target is for units of 2 %.
            }
            for (int n : SIZES) {
                SplittableRandom random = random(50_000, index(model), n);
                double regressed =
                        share(
                                () -> {
                                    Evidence e =
                                            Evidence.independent(
                                                    model.forks(n, random),
                                                    model.forks(n, random),
                                                    PLAIN);
                                    return rules.judge(e, e.familyP()).verdict()
                                            == CellVerdict.REGRESSED;
                                });
                add("A/A verdict REGRESSED", model + ", n = " + n, regressed, 0, .025);
            }
        }
    }

    private void nonInferiority() {
        double margin = Math.log1p(.03);
        for (int n : new int[] {5, 8, 10, 15, 20}) {
            SplittableRandom random = new SplittableRandom(60_000L + n);
            double claimed =
                    share(
                            () ->
                                    Defaults.independent(
                                                            normal(n, 0, UNIT_SD, random),
                                                            normal(n, margin, UNIT_SD, random))
                                                    .pBelow(margin)
                                            < ALPHA);
            add("claimed safe at the margin of 3 %", "n = " + n, claimed, .04, .06);
        }
    }

    private static SplittableRandom random(long family, int model, int cell) {
        return new SplittableRandom(family + 100L * model + cell);
    }

    private static int index(Enum<?> constant) {
        return List.of(constant.getDeclaringClass().getEnumConstants()).indexOf(constant);
    }

    static double[] normal(int n, double mean, double sd, SplittableRandom random) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = mean + sd * random.nextGaussian();
        }
        return x;
    }

    private double share(BooleanSupplier event) {
        int count = 0;
        for (int r = 0; r < repetitions; r++) {
            if (event.getAsBoolean()) {
                count++;
            }
        }
        return (double) count / repetitions;
    }

    private void add(String property, String cell, double rate, double lo, double hi) {
        rows.add(new Row(property, cell, rate, lo, hi, repetitions));
    }
}
