package dev.ringmark.conformance.checks.cancel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.SyncCancelLayout;
import dev.ringmark.runtime.uapi.CancelFlag;
import java.lang.foreign.MemorySegment;

/// Arguments of REGISTER_SYNC_CANCEL; each waits no longer than the suite's patience.
final class SyncCancels {

    private SyncCancels() {}

    /// The first request of this name.
    static MemorySegment byName(TestRing ring, long name) {
        MemorySegment argument = withTimeout(ring);
        argument.set(JAVA_LONG, SyncCancelLayout.ADDR, name);
        return argument;
    }

    /// Every request on this file.
    static MemorySegment everythingOn(TestRing ring, int fd) {
        MemorySegment argument = withTimeout(ring);
        argument.set(JAVA_INT, SyncCancelLayout.FD, fd);
        int flags = CancelFlag.FD.bits() | CancelFlag.ALL.bits();
        argument.set(JAVA_INT, SyncCancelLayout.FLAGS, flags);
        return argument;
    }

    private static MemorySegment withTimeout(TestRing ring) {
        MemorySegment argument = ring.testKernel().memory(SyncCancelLayout.SIZE);
        argument.set(JAVA_LONG, SyncCancelLayout.TV_SEC, TestRing.PATIENCE.toSeconds());
        return argument;
    }
}
