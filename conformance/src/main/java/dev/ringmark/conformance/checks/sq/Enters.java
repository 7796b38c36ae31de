package dev.ringmark.conformance.checks.sq;

import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.EnterFlag;
import java.lang.foreign.MemorySegment;

/// Enters that ask for something else than a Ring would.
final class Enters {

    private Enters() {}

    /// Publishes what was prepared, without an enter.
    static void publish(TestRing ring) {
        RingMemory memory = ring.ring().memory();
        memory.publishSqTail(memory.sqHead() + ring.ring().pending());
    }

    /// An enter that only submits.
    static int submit(TestRing ring, int toSubmit) {
        return ring.ring().enter(toSubmit, 0, 0, MemorySegment.NULL, 0);
    }

    /// An enter that only waits for one CQE, with an argument.
    static int await(TestRing ring, MemorySegment argument, long size) {
        int flags = EnterFlag.GETEVENTS.bits() | EnterFlag.EXT_ARG.bits();
        return ring.ring().enter(0, 1, flags, argument, size);
    }
}
