package dev.ringmark.reports.view;

import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.Observation;

/// One feature: what documentation, header and kernel say of it. Empty texts where they say
// nothing.
public record FeatureRow(
        String name,
        String kind,
        String documented,
        String header,
        Observation observed,
        FeatureClass featureClass,
        String detail,
        String source) {
    static FeatureRow of(FeatureLine line) {
        return new FeatureRow(
                Visible.line(line.name()),
                Visible.line(line.kind()).replace('_', ' '),
                Shown.orEmpty(line.documented()),
                Shown.orEmpty(line.header()),
                line.observed(),
                line.featureClass(),
                Shown.joined(line.detail(), line.extras()),
                Shown.orEmpty(line.source()));
    }

    /// Whether a reader has to look at it.
    public boolean differs() {
        return featureClass != FeatureClass.AS_DOCUMENTED;
    }

    /// The class in words: `as documented`.
    public static String word(FeatureClass featureClass) {
        return featureClass.wireName().replace('_', ' ');
    }

    /// What the kernel does: `✓ supported`.
    public String seen() {
        String symbol =
                switch (observed) {
                    case SUPPORTED -> "✓";
                    case UNSUPPORTED -> "–";
                    case INCONCLUSIVE -> "?";
                };
        return symbol + " " + observed.wireName();
    }
}
