package dev.ringmark.stats.compare;

import dev.ringmark.stats.compare.ErrorRates.Row;
import dev.ringmark.stats.history.ChangeDetector;
import dev.ringmark.stats.history.DetectionOptions;
import dev.ringmark.stats.history.SeriesNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Histories of 60 runs, without a change and with one of 5 % that has 20 runs behind it.
final class ChangePointRates {
    private static final int LENGTH = 60;
    private static final int CHANGED_AT = 40;
    private static final ChangeDetector DETECTOR = new ChangeDetector(DetectionOptions.DEFAULT);

    private final int series;

    ChangePointRates(int series) {
        this.series = series;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (SeriesNoise noise : SeriesNoise.values()) {
            rows.add(withoutChange(noise));
        }
        withChange(rows);
        return rows;
    }

    private Row withoutChange(SeriesNoise noise) {
        RandomGenerator random = SeriesNoise.random(1);
        int falseOnes = 0;
        for (int i = 0; i < series; i++) {
            var calm = SeriesNoise.series("null" + i, noise.logs(random, LENGTH));
            falseOnes += DETECTOR.find(calm).isEmpty() ? 0 : 1;
        }
        return row("history without a change: a point", noise.toString(), falseOnes, 0, .04);
    }

    /// How far off the place is, is a rate as well: a median error of at most 1 says that more than
    /// half of those that are found are that near.
    private void withChange(List<Row> rows) {
        RandomGenerator random = SeriesNoise.random(2);
        int found = 0;
        int near = 0;
        for (int i = 0; i < series; i++) {
            double[] logs = SeriesNoise.INDEPENDENT.logs(random, LENGTH);
            OptionalInt error = error("step" + i, SeriesNoise.stepped(logs, CHANGED_AT, 1.05));
            found += error.isPresent() ? 1 : 0;
            near += error.isPresent() && error.getAsInt() <= 1 ? 1 : 0;
        }
        String cell = "20 of 60 behind it";
        rows.add(row("history with +5 %: found", cell, found, .95, 1));
        rows.add(row("history with +5 %: found, off by 1 at most", cell, near, .5, 1));
    }

    private static OptionalInt error(String key, double[] logs) {
        return DETECTOR.find(SeriesNoise.series(key, logs)).stream()
                .mapToInt(point -> Math.abs(point.index() - CHANGED_AT))
                .min();
    }

    private Row row(String property, String cell, int count, double lo, double hi) {
        return new Row(property, cell, (double) count / series, lo, hi, series);
    }
}
