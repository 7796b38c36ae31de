package dev.ringmark.stats.compare;

import java.util.Locale;

/// Which verdict evidence and an adjusted p amount to, in order of priority.
final class Rules {
    private final Settings settings;

    Rules(Settings settings) {
        this.settings = settings;
    }

    /// A verdict and the sentence that explains it.
    record Judged(CellVerdict verdict, String reason) {}

    Judged judge(Evidence evidence, double adjustedP) {
        int side = side(evidence, adjustedP);
        String change = percent(evidence.primary().ratio() - 1);
        if (side != 0) {
            return new Judged(
                    side > 0 ? CellVerdict.REGRESSED : CellVerdict.IMPROVED,
                    String.format(
                            Locale.ROOT,
                            "%s, adjusted p %.2g, and the check agrees",
                            change,
                            adjustedP));
        }
        double margin = 1 + settings.margin();
        Interval range = evidence.equivalence();
        if (range.lo() > 1 / margin && range.hi() < margin) {
            return new Judged(
                    CellVerdict.EQUIVALENT,
                    change + ", within " + percent(settings.margin()) + " either way");
        }
        if (range.hi() < margin) {
            return new Judged(
                    CellVerdict.NO_REGRESSION,
                    change + ", at most " + percent(range.hi() - 1) + " slower");
        }
        return new Judged(CellVerdict.INCONCLUSIVE, shortfall(evidence));
    }

    /// 1 for slower, -1 for faster, 0 for neither shown.
    private int side(Evidence evidence, double adjustedP) {
        boolean isLarge =
                Math.abs(Math.log(evidence.primary().ratio()))
                        >= Math.log1p(settings.threshold()) * (1 - 1e-12);
        int primary = side(evidence.primary().interval());
        return adjustedP <= settings.alpha()
                        && isLarge
                        && primary == side(evidence.check().interval())
                ? primary
                : 0;
    }

    /// Only an interval that has its level can lie off 1.
    private int side(Interval interval) {
        if (interval.level() < settings.level() - 1e-9) {
            return 0;
        }
        return interval.lo() > 1 ? 1 : interval.hi() < 1 ? -1 : 0;
    }

    private String shortfall(Evidence evidence) {
        Detectable detectable = evidence.detectable();
        String needed =
                detectable.unitsNeeded() < 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %s takes %d units a side",
                                percent(
                                        settings.threshold() > 0
                                                ? settings.threshold()
                                                : settings.margin()),
                                detectable.unitsNeeded());
        return "these units find " + percent(detectable.effect()) + " with power 0.9" + needed;
    }

    /// `+2.3 %`.
    static String percent(double share) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }
}
