package dev.ringmark.conformance.feature;

import java.util.Locale;

/// How what a kernel shows compares to what is said of a feature.
public enum FeatureClass {
    /// Header, man pages and kernel agree.
    AS_DOCUMENTED("as documented"),
    /// The kernel has it, and is older than the release that brought it.
    BACKPORTED("backported"),
    /// The kernel is of a release that has it, and does not have it: a finding.
    MISSING("missing"),
    /// The man pages and the header name different releases, or the kernel contradicts both.
    DOCUMENTATION_DIFFERS("documentation differs"),
    /// It could not be observed.
    UNKNOWN("unknown");

    private final String label;

    FeatureClass(String label) {
        this.label = label;
    }

    /// The class for people: `as documented`.
    public String label() {
        return label;
    }

    /// The class as it stands in a record: `as_documented`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
