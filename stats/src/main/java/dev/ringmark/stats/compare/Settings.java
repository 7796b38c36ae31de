package dev.ringmark.stats.compare;

/// What a comparison is asked for.
///
/// | component | |
/// |---|---|
/// | `level` | of the intervals: .95 |
/// | `alpha` | the bound on adjusted p: .05 |
/// | `threshold` | the smallest change worth a verdict: .02 |
/// | `margin` | what "no regression" and "equivalent" allow: .03 |
/// | `confirm` | two stages: flagged cells are pending until they are measured anew |
/// | `acrossMachines` | compare although machines differ |
public record Settings(
        double level,
        double alpha,
        double threshold,
        double margin,
        Correction correction,
        Design design,
        boolean confirm,
        boolean acrossMachines) {
    private static final Settings DEFAULTS =
            new Settings(
                    .95,
                    .05,
                    .02,
                    .03,
                    Correction.BENJAMINI_HOCHBERG,
                    Design.INDEPENDENT,
                    false,
                    false);

    /// Checks the ranges.
    public Settings {
        within("level", level, .5, .9999);
        within("alpha", alpha, 1e-6, .5);
        within("threshold", threshold, 0, 10);
        within("margin", margin, 1e-6, 10);
    }

    /// The protocol's own: 95 %, 2 %, 3 %, Benjamini-Hochberg, independent units.
    public static Settings defaults() {
        return DEFAULTS;
    }

    /// These with another threshold.
    public Settings withThreshold(double value) {
        return new Settings(
                level, alpha, value, margin, correction, design, confirm, acrossMachines);
    }

    /// These with another margin.
    public Settings withMargin(double value) {
        return new Settings(
                level, alpha, threshold, value, correction, design, confirm, acrossMachines);
    }

    /// These with another correction.
    public Settings withCorrection(Correction value) {
        return new Settings(
                level, alpha, threshold, margin, value, design, confirm, acrossMachines);
    }

    /// These with another design.
    public Settings withDesign(Design value) {
        return new Settings(
                level, alpha, threshold, margin, correction, value, confirm, acrossMachines);
    }

    /// Two stages: the first flags at plain p, as each flagged cell is measured anew.
    public Settings inTwoStages() {
        return new Settings(
                level, alpha, threshold, margin, Correction.NONE, design, true, acrossMachines);
    }

    /// These, for samples of different machines too.
    public Settings allowingMachines() {
        return new Settings(level, alpha, threshold, margin, correction, design, confirm, true);
    }

    private static void within(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    name + ": " + value + ", expected " + min + ".." + max);
        }
    }
}
