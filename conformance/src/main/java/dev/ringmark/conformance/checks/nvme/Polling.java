package dev.ringmark.conformance.checks.nvme;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.CheckTimedOut;
import dev.ringmark.conformance.fixture.TestRing;

/// What only an IOPOLL ring does: it looks for completions at the device, when it is asked to.
final class Polling {

    private static final int POLLIN = 1;

    // A disk of a VM answers within a millisecond or so.
    private static final int UNPOLLED_MS = 300;

    private Polling() {}

    /// The one request in flight must not complete while nobody polls for it.
    static void mustNotCompleteByItself(TestRing ring) {
        int ready = ring.kernel().calls().poll(ring.ring().fd(), POLLIN, UNPOLLED_MS);
        String call = "poll(2) of the ring for " + UNPOLLED_MS + " ms, without entering it";
        ring.evidence().result(call, 0, ready);
    }

    /// Polls until a CQE is there, which must be this one, and the only one.
    static void mustComplete(TestRing ring, long userData, int result) {
        long deadline = ring.kernel().nanoTime() + TestRing.PATIENCE.toNanos();
        while (ring.collect() == 0) {
            if (ring.kernel().nanoTime() > deadline) {
                throw new CheckTimedOut("no CQE by polling for " + TestRing.PATIENCE);
            }
            // One look at the device: a wait would poll without an end in the kernel.
            int polled = ring.ring().flush();
            if (polled < 0) {
                ring.evidence().result("enter(GETEVENTS)", 0, polled);
            }
        }
        ring.expect(cqe(userData, result));
        ring.evidence().result("other CQEs", 0, ring.collect());
    }
}
