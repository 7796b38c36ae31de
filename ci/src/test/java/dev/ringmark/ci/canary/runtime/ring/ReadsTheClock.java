package dev.ringmark.ci.canary.runtime.ring;

import dev.ringmark.ci.canary.runtime.kernel.KnowsTheRing;

/// Reads a clock beside the seam, and closes a cycle of packages.
public final class ReadsTheClock {
    private final KnowsTheRing kernel = new KnowsTheRing();

    long now() {
        return System.nanoTime() + kernel.hashCode();
    }
}
