package dev.ringmark.stats.history;

/// What counts as a change.
///
/// @param alpha the level of the permutation test of one segment
/// @param permutations how many; the smallest p is 1 / (permutations + 1)
/// @param segmentMin the fewest points between two changes
/// @param shiftMin the smallest relative change of level that is reported
/// @param confirmedAfter how many points the new level needs before the change is confirmed
public record DetectionOptions(
        double alpha, int permutations, int segmentMin, double shiftMin, int confirmedAfter) {
    /// Level .01, 999 permutations, 4 points, 2 %, confirmed after 10.
    public static final DetectionOptions DEFAULT = new DetectionOptions(0.01, 999, 4, 0.02, 10);

    /// Checks the ranges.
    public DetectionOptions {
        if (!(alpha > 0 && alpha < 1)) {
            throw refused("alpha", alpha, "above 0 and below 1");
        }
        if (permutations < Math.ceil(1 / alpha) - 1) {
            throw refused(
                    "permutations", permutations, "at least " + (long) (Math.ceil(1 / alpha) - 1));
        }
        if (segmentMin < 2) {
            throw refused("segmentMin", segmentMin, "2 or more");
        }
        if (!(shiftMin >= 0 && shiftMin < 1)) {
            throw refused("shiftMin", shiftMin, "0 or more and below 1");
        }
        if (confirmedAfter < segmentMin) {
            throw refused("confirmedAfter", confirmedAfter, "segmentMin or more");
        }
    }

    /// The same with another smallest shift.
    public DetectionOptions withShiftMin(double value) {
        return new DetectionOptions(alpha, permutations, segmentMin, value, confirmedAfter);
    }

    private static IllegalArgumentException refused(String field, Object value, String expected) {
        return new IllegalArgumentException(field + ": " + value + ", expected " + expected);
    }
}
