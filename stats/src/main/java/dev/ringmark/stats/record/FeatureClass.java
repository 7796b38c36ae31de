package dev.ringmark.stats.record;

/// How what was seen of a feature compares with what is documented.
public enum FeatureClass {
    /// Present or absent exactly as documentation and headers say.
    AS_DOCUMENTED,
    /// Present although this version predates it.
    BACKPORTED,
    /// Absent although this version should have it.
    MISSING,
    /// The sources disagree with each other.
    DOCUMENTATION_DIFFERS,
    /// Nothing conclusive to compare.
    UNKNOWN;

    /// The name in a record: `as_documented`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static FeatureClass parse(String text) {
        return Checks.parse("class", values(), text);
    }
}
