package dev.ringmark.conformance.checks.nvme;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "nvme.polled_read_waits_to_be_polled",
        statement = "S032",
        says =
                "On an IOPOLL ring no interrupt completes a read: its CQE appears only when enter"
                        + " polls for it.",
        source = "io_uring_setup(2), IORING_SETUP_IOPOLL: a busy wait instead of an interrupt",
        modes = RingMode.NONE)
final class PolledReadWaitsToBePolledCheck {

    @OnRing
    void without_a_poll_there_is_no_CQE(TestKernel kernel) {
        int fd = ScratchDisk.of(kernel).polled().openDirect();
        TestRing ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.IOPOLL));
        ring.read(fd, kernel.pages(ScratchDisk.SIZE), 1);
        ring.submit(1);
        Polling.mustNotCompleteByItself(ring);
        Polling.mustComplete(ring, 1, ScratchDisk.SIZE);
    }
}
