package dev.ringmark.ci.canary.reports;

import dev.ringmark.ci.canary.runtime.ring.ReadsTheClock;

/// A report that needs a kernel.
public final class SeesTheRuntime {
    ReadsTheClock ring() {
        return new ReadsTheClock();
    }
}
