package dev.ringmark.stats.record;

/// What is wrong with one line of a record: `line 7: verdict: good, expected one of pass, ...`.
///
/// `line` counts from 1; `field` is `(line)` where no single field is to blame.
public record Problem(int line, String field, String what) {
    @Override
    public String toString() {
        return "line " + line + ": " + field + ": " + what;
    }
}
