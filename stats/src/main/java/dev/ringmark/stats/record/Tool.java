package dev.ringmark.stats.record;

import java.util.Map;

/// What made a run: Ringmark's version and the commit it was built from.
public record Tool(String version, String commit, Map<String, JsonValue> extras) {
    /// Copies `extras`.
    public Tool {
        extras = Checks.ordered(extras);
    }

    /// A tool without unknown fields.
    public Tool(String version, String commit) {
        this(version, commit, Map.of());
    }

    static Tool read(FieldsIn in) {
        return new Tool(in.text("version"), in.text("commit"), in.extras());
    }

    void write(FieldsOut out) {
        out.text("version", version).text("commit", commit).extras(extras);
    }
}
