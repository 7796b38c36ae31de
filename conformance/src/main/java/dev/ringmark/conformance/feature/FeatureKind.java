package dev.ringmark.conformance.feature;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Where in the interface a feature lives.
public enum FeatureKind {
    OPCODE("opcode"),
    SETUP_FLAG("setup flag"),
    FEATURE_BIT("feature bit"),
    REGISTER_OP("register operation"),
    SQE_FLAG("SQE flag"),
    CQE_FLAG("CQE flag"),
    ENTER_FLAG("enter flag"),
    RING_FLAG("ring flag"),
    MMAP_OFFSET("mmap offset"),
    OP_FLAG("flag of an operation"),
    BEHAVIOUR("behaviour"),
    SYSCTL("sysctl");

    private final String label;

    FeatureKind(String label) {
        this.label = label;
    }

    /// The kind for people: `setup flag`.
    public String label() {
        return label;
    }

    /// The kind as it stands in the catalogue's file: `setup_flag`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the feature is a number of the header, with a constant in `uapi`.
    public boolean isConstant() {
        return this != BEHAVIOUR && this != SYSCTL;
    }

    static FeatureKind ofWireName(String wireName) {
        for (FeatureKind kind : values()) {
            if (kind.wireName().equals(wireName)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "kind: \""
                        + wireName
                        + "\", expected one of "
                        + Arrays.stream(values())
                                .map(FeatureKind::wireName)
                                .collect(Collectors.joining(", ")));
    }
}
