package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Verdict;

/// How a verdict is said and drawn: never by colour alone.
public final class VerdictText {
    private VerdictText() {}

    /// The verdict in words: `timed out`.
    public static String word(Verdict verdict) {
        return verdict.wireName().replace('_', ' ');
    }

    /// One character that stands for it in plain text.
    public static String symbol(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case VARIANT -> "◇";
            case UNSUPPORTED -> "–";
            case BLOCKED -> "⊘";
            case TIMED_OUT -> "◷";
            case CRASHED -> "↯";
            case BROKEN -> "⚠";
        };
    }

    /// How soon a reader should see it: 0 first.
    public static int rank(Verdict verdict) {
        return switch (verdict) {
            case CRASHED -> 0;
            case FAIL -> 1;
            case TIMED_OUT -> 2;
            case BROKEN -> 3;
            case VARIANT -> 4;
            case BLOCKED -> 5;
            case UNSUPPORTED -> 6;
            case PASS -> 7;
        };
    }
}
