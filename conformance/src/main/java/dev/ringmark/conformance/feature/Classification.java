package dev.ringmark.conformance.feature;

import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.probe.Support;
import dev.ringmark.runtime.probe.Support.Inconclusive;
import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.probe.Support.Unsupported;

/// One feature on one kernel: what was observed, and how that compares to header and man pages.
///
/// @param detail why it is of that class, in a sentence
public record Classification(
        Feature feature, Support observed, FeatureClass featureClass, String detail) {

    /* A finding first: what a kernel should have by the header's release and lacks is MISSING,
     * whatever the man pages say; but what a later release took away may be gone already, and where
     * a man page alone promises a behaviour, it is the page that differs. Then the documents among
     * themselves, which needs no kernel. Only then what could not be observed, and what is there
     * too early. Releases are compared by major and minor number: a distribution's kernel counts as
     * the release it is named after, so that what was added to it shows as BACKPORTED. */

    static Classification of(Feature feature, Support observed, KernelVersion version) {
        boolean isExpected = feature.isExpectedOn(version);
        if (feature.isHeaderOnly()) {
            return new Classification(
                    feature,
                    observed,
                    FeatureClass.DOCUMENTATION_DIFFERS,
                    "the header has it since "
                            + feature.since()
                            + ", but no release takes it; "
                            + sight(observed));
        }
        Feature.Claim claim = feature.documented();
        if (isExpected && observed instanceof Unsupported no) {
            if (feature.kind() == FeatureKind.BEHAVIOUR && claim != null) {
                return new Classification(
                        feature,
                        observed,
                        FeatureClass.DOCUMENTATION_DIFFERS,
                        claim.page()
                                + " says so since "
                                + claim.since()
                                + ", not so on "
                                + version
                                + ": "
                                + no.reason());
            }
            if (feature.gone() != null) {
                return new Classification(
                        feature,
                        observed,
                        FeatureClass.BACKPORTED,
                        "not on " + version + " any more, gone with " + feature.gone());
            }
            return new Classification(
                    feature,
                    observed,
                    FeatureClass.MISSING,
                    "in Linux since "
                            + feature.since()
                            + ", but not on "
                            + version
                            + ": "
                            + no.reason());
        }
        if (claim != null && claim.since().compareTo(feature.since()) != 0) {
            return new Classification(
                    feature,
                    observed,
                    FeatureClass.DOCUMENTATION_DIFFERS,
                    claim.page()
                            + " says "
                            + claim.since()
                            + ", the header has it since "
                            + feature.since()
                            + "; "
                            + sight(observed));
        }
        return switch (observed) {
            case Inconclusive open ->
                    new Classification(feature, observed, FeatureClass.UNKNOWN, open.why());
            case Supported _ ->
                    isExpected
                            ? asDocumented(feature, observed, "present, as since ")
                            : tooEarlyOrTooLate(feature, observed, version);
            case Unsupported _ ->
                    feature.gone() == null || !version.reaches(feature.gone())
                            ? asDocumented(feature, observed, "absent, as before ")
                            : new Classification(
                                    feature,
                                    observed,
                                    FeatureClass.AS_DOCUMENTED,
                                    "absent, gone since " + feature.gone());
        };
    }

    private static Classification asDocumented(Feature feature, Support observed, String relation) {
        return new Classification(
                feature, observed, FeatureClass.AS_DOCUMENTED, relation + feature.since());
    }

    private static Classification tooEarlyOrTooLate(
            Feature feature, Support observed, KernelVersion version) {
        return version.reaches(feature.since())
                ? new Classification(
                        feature,
                        observed,
                        FeatureClass.DOCUMENTATION_DIFFERS,
                        "still on " + version + ", though said to be gone since " + feature.gone())
                : new Classification(
                        feature,
                        observed,
                        FeatureClass.BACKPORTED,
                        "on " + version + " already, released with " + feature.since());
    }

    private static String sight(Support observed) {
        return switch (observed) {
            case Supported _ -> "it is here";
            case Unsupported _ -> "it is not here";
            case Inconclusive open -> "not observed: " + open.why();
        };
    }
}
