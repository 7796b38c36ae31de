package dev.ringmark.stats.record;

import java.util.Map;

/// How often a check was tried and how often it passed: `passed` strictly between 0 and `of` is
/// flakiness, whatever the verdict says. `of` is 0 where nothing could be tried.
public record Attempts(int passed, int of, Map<String, JsonValue> extras) {
    /// Checks 0 <= passed <= of.
    public Attempts {
        Checks.atLeast("of", of, 0);
        if (passed < 0 || passed > of) {
            throw new FieldException("passed", Integer.toString(passed), "0.." + of);
        }
        extras = Checks.ordered(extras);
    }

    /// Attempts without unknown fields.
    public Attempts(int passed, int of) {
        this(passed, of, Map.of());
    }

    /// Whether some attempts passed and some did not.
    public boolean isFlaky() {
        return passed > 0 && passed < of;
    }

    static Attempts read(FieldsIn in) {
        return new Attempts(in.smallInteger("passed"), in.smallInteger("of"), in.extras());
    }

    void write(FieldsOut out) {
        out.integer("passed", passed).integer("of", of).extras(extras);
    }
}
