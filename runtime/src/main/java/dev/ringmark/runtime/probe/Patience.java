package dev.ringmark.runtime.probe;

import java.time.Duration;

/// How long an answer may take that comes at once on any machine that is not in trouble.
///
/// Every answer that did not come halves it, so that a kernel which loses completions is known for
/// that within seconds.
final class Patience {

    private static final Duration FULL = Duration.ofSeconds(1);
    private static final int HALVINGS_MAX = 6;

    private int halvings;

    Duration now() {
        return FULL.dividedBy(1L << halvings);
    }

    /// An answer did not come in time.
    void disappointed() {
        halvings = Math.min(halvings + 1, HALVINGS_MAX);
    }
}
