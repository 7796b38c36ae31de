package dev.ringmark.ci.canary.runtime.kernel;

import dev.ringmark.ci.canary.runtime.ring.ReadsTheClock;
import java.lang.foreign.Linker;

/// Reaches for C outside ffi, and closes a cycle of packages.
public final class KnowsTheRing {
    ReadsTheClock ring() {
        return new ReadsTheClock();
    }

    Linker linker() {
        return Linker.nativeLinker();
    }
}
