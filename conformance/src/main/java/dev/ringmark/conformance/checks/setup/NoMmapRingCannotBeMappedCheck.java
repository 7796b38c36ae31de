package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.List;

@Check(
        id = "setup.no_mmap_ring_cannot_be_mapped",
        statement = "S013",
        says = "mmap(2) of any region of a NO_MMAP ring fails; with which error is not promised.",
        since = "6.5",
        source = "io_uring_setup(2), IORING_SETUP_NO_MMAP",
        modes = RingMode.NONE,
        needs = "IORING_SETUP_NO_MMAP")
final class NoMmapRingCannotBeMappedCheck {

    private static final long PAGE_SIZE = 4096;

    @OnRing
    void no_region_can_be_mapped(TestKernel kernel) {
        Ring ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.NO_MMAP)).ring();
        for (MmapOffset region : List.of(MmapOffset.SQ_RING, MmapOffset.CQ_RING, MmapOffset.SQES)) {
            kernel.evidence().expected("mmap(" + region + ") fails");
            try {
                kernel.kernel().map(ring.fd(), region.value(), PAGE_SIZE).close();
            } catch (RingException refused) {
                String error = Errno.describe(refused.result());
                kernel.evidence().observed("mmap(" + region + ") = " + error);
                continue;
            }
            throw new CheckFailed("mmap(" + region + ") of a NO_MMAP ring worked");
        }
    }
}
