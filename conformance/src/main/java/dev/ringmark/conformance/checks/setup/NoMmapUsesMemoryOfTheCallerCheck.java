package dev.ringmark.conformance.checks.setup;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.no_mmap_uses_memory_of_the_caller",
        statement = "S013",
        says = "With NO_MMAP the ring lies in the memory that the caller named, and works there.",
        since = "6.5",
        source = "io_uring_setup(2), IORING_SETUP_NO_MMAP",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_NO_MMAP")
final class NoMmapUsesMemoryOfTheCallerCheck {

    @OnRing
    void a_nop_runs_in_memory_that_was_never_mapped_from_the_ring(TestKernel kernel) {
        // Such a Ring maps nothing: what it reads and writes is anonymous memory of its own.
        TestRing ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.NO_MMAP));
        for (int count = 1; count <= 20; count++) {
            ring.nop(count);
            ring.submit(1);
            ring.expect(cqe(count, 0));
        }
        int tail = ring.ring().memory().cqTail();
        kernel.evidence().holds("its CQ tail is at 20", tail == 20, "its CQ tail is at " + tail);
    }
}
