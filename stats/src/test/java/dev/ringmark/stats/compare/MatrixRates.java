package dev.ringmark.stats.compare;

import dev.ringmark.stats.compare.ErrorRates.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A report of 60 benchmarks with 5 candidates each against one shared baseline: 300 cells, of
/// which one in twenty is really 5 % slower; units scatter by 2 %.
final class MatrixRates {
    private static final int BENCHMARKS = 60;
    private static final int CANDIDATES = 5;
    private static final double CHANGED_SHARE = .05;
    private static final double SHIFT = Math.log1p(.05);
    private static final double SD = Power.logSd(.02);
    private static final Settings PLAIN = Settings.defaults().withCorrection(Correction.NONE);

    private final int matrices;

    MatrixRates(int matrices) {
        this.matrices = matrices;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {8, 10, 15, 20}) {
            singleStage(n, rows);
        }
        twoStages(10, rows);
        return rows;
    }

    /// The arrays never leave this class.
    @SuppressWarnings("ArrayRecordComponent")
    private record Cell(double[] base, double[] candidate, boolean changed) {}

    private static List<Cell> matrix(int n, SplittableRandom random) {
        List<Cell> cells = new ArrayList<>();
        for (int b = 0; b < BENCHMARKS; b++) {
            double[] base = ErrorRates.normal(n, 0, SD, random);
            for (int c = 0; c < CANDIDATES; c++) {
                boolean changed = random.nextDouble() < CHANGED_SHARE;
                double[] candidate = ErrorRates.normal(n, changed ? SHIFT : 0, SD, random);
                cells.add(new Cell(base, candidate, changed));
            }
        }
        return cells;
    }

    private void singleStage(int n, List<Row> rows) {
        SplittableRandom random = new SplittableRandom(70_000L + n);
        double falseShare = 0;
        int anyFalse = 0;
        long found = 0;
        long changed = 0;
        for (int m = 0; m < matrices; m++) {
            List<Cell> cells = matrix(n, random);
            double[] p =
                    cells.stream()
                            .mapToDouble(c -> Defaults.independent(c.base(), c.candidate()).p())
                            .toArray();
            double[] bh = Correction.BENJAMINI_HOCHBERG.adjust(p);
            double[] holm = Correction.HOLM.adjust(p);
            int flagged = 0;
            int flaggedFalse = 0;
            boolean isAnyFalse = false;
            for (int i = 0; i < p.length; i++) {
                boolean isChanged = cells.get(i).changed();
                changed += isChanged ? 1 : 0;
                if (bh[i] <= PLAIN.alpha()) {
                    flagged++;
                    flaggedFalse += isChanged ? 0 : 1;
                    found += isChanged ? 1 : 0;
                }
                isAnyFalse |= !isChanged && holm[i] <= PLAIN.alpha();
            }
            falseShare += flagged == 0 ? 0 : (double) flaggedFalse / flagged;
            anyFalse += isAnyFalse ? 1 : 0;
        }
        String cell = "n = " + n;
        double fdr = falseShare / matrices;
        rows.add(new Row("300 cells: false among flagged, BH", cell, fdr, 0, .06, matrices));
        double any = (double) anyFalse / matrices;
        rows.add(new Row("300 cells: any false, Holm", cell, any, 0, .065, matrices));
        if (n >= 15) {
            double power = (double) found / changed;
            rows.add(new Row("300 cells: +5 % found, BH", cell, power, .95, 1, changed));
        }
    }

    /// The rule of a cell at plain p, then the same rule on fresh units of the flagged cells.
    private void twoStages(int n, List<Row> rows) {
        SplittableRandom random = new SplittableRandom(80_000L + n);
        Rules rules = new Rules(PLAIN);
        int anyFalse = 0;
        long found = 0;
        long changed = 0;
        for (int m = 0; m < matrices; m++) {
            boolean isAnyFalse = false;
            for (Cell cell : matrix(n, random)) {
                changed += cell.changed() ? 1 : 0;
                if (isRegressed(cell.base(), cell.candidate(), rules)
                        && isRegressed(
                                ErrorRates.normal(n, 0, SD, random),
                                ErrorRates.normal(n, cell.changed() ? SHIFT : 0, SD, random),
                                rules)) {
                    found += cell.changed() ? 1 : 0;
                    isAnyFalse |= !cell.changed();
                }
            }
            anyFalse += isAnyFalse ? 1 : 0;
        }
        String cell = "n = " + n;
        double any = (double) anyFalse / matrices;
        rows.add(new Row("300 cells: any false, two stages", cell, any, 0, .055, matrices));
        double power = (double) found / changed;
        rows.add(new Row("300 cells: +5 % found, two stages", cell, power, .97, 1, changed));
    }

    /// The rest of the evidence is costly and needed only where p is small.
    private static boolean isRegressed(double[] base, double[] candidate, Rules rules) {
        double p = Defaults.independent(base, candidate).p();
        return p <= PLAIN.alpha()
                && rules.judge(Evidence.independent(base, candidate, PLAIN), p).verdict()
                        == CellVerdict.REGRESSED;
    }
}
