package dev.ringmark.stats.history;

/// One unit value of a series and the revision it was measured at. Greater than 0 and finite.
public record Point(String revision, double value) {
    /// Checks both.
    public Point {
        if (revision.isEmpty()) {
            throw new IllegalArgumentException("revision: \"\", expected a text that is not empty");
        }
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "value: " + value + ", expected a finite number above 0");
        }
    }
}
