package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.CheckTimedOut;
import dev.ringmark.conformance.fixture.Expected;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.RingFlag;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/// What the checks of this family do to a CQ that is as small as its SQ: fill it, and go on.
final class FullCq {

    /// The size of both queues.
    static final int ENTRIES = 8;

    private FullCq() {}

    /// Fills the CQ with NOPs 1 to 8.
    static void fill(TestRing ring) {
        submitNops(ring, 1);
        Ring seen = ring.ring();
        await(ring, "a full CQ", () -> seen.cqReady() == ENTRIES);
        ring.evidence().observed("the CQ is full");
    }

    /// Fills the CQ, then has NOPs 9 to 16 complete, none of which finds room.
    ///
    /// In one batch: kernels before 5.13 take no more once they keep something.
    static void overflow(TestRing ring) {
        fill(ring);
        submitNops(ring, 1 + ENTRIES);
        awaitOverflow(ring);
    }

    /// Waits until the kernel says that it keeps completions.
    static void awaitOverflow(TestRing ring) {
        Ring seen = ring.ring();
        await(ring, "IORING_SQ_CQ_OVERFLOW", () -> seen.has(RingFlag.SQ_CQ_OVERFLOW));
        ring.evidence().observed("IORING_SQ_CQ_OVERFLOW is set");
    }

    /// The CQEs of NOPs from one user data to another, both included.
    static Expected[] nops(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(it -> cqe(it, 0)).toArray(Expected[]::new);
    }

    /// Nothing may have been counted as lost.
    static void nothingIsLost(TestRing ring) {
        int lost = ring.ring().memory().cqOverflow();
        ring.evidence().holds("the CQ's overflow counter stays 0", lost == 0, "it is " + lost);
    }

    /// Enters once to wait for so many CQEs and says what came back; a wait that blocks gives
    /// -ETIME where the kernel knows timed waits, and hangs where it does not (before 5.11).
    static int enterAndWait(TestRing ring, int minComplete) {
        if (ring.ring().has(FeatureBit.EXT_ARG)) {
            return ring.ring().submitAndWait(minComplete, TestRing.PATIENCE);
        }
        int flags = EnterFlag.GETEVENTS.bits();
        return ring.ring().enter(0, minComplete, flags, MemorySegment.NULL, 0);
    }

    /// Enters until something holds, reaping nothing.
    static void await(TestRing ring, String what, BooleanSupplier reached) {
        long deadline = ring.kernel().nanoTime() + TestRing.PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (ring.kernel().nanoTime() > deadline) {
                throw new CheckTimedOut(what + " did not come in " + TestRing.PATIENCE);
            }
            int result = ring.ring().flush();
            // -EBUSY: some kernels between 5.14 and 6.x say so when kept completions have no room.
            if (result < 0 && result != Errno.EBUSY.negative()) {
                throw new CheckFailed("enter(GETEVENTS) returned " + Errno.describe(result));
            }
        }
    }

    private static void submitNops(TestRing ring, long from) {
        for (int nop = 0; nop < ENTRIES; nop++) {
            ring.nop(from + nop);
        }
        ring.submit(ENTRIES);
    }
}
