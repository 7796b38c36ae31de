package dev.ringmark.conformance.checks.nvme;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;

@Check(
        id = "nvme.polled_read_completes",
        statement = "S032",
        says =
                "On an IOPOLL ring a read with O_DIRECT from a disk with poll queues brings its"
                        + " bytes, once enter polls for it.",
        source = "io_uring_setup(2), IORING_SETUP_IOPOLL",
        modes = RingMode.NONE)
final class PolledReadCompletesCheck {

    @OnRing
    void the_bytes_on_the_disk_are_read(TestKernel kernel) {
        ScratchDisk disk = ScratchDisk.of(kernel).polled();
        int fd = disk.openDirect();
        MemorySegment pattern = disk.fill(fd);
        MemorySegment into = kernel.pages(ScratchDisk.SIZE);
        TestRing ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.IOPOLL));
        ring.read(fd, into, 1);
        ring.submit(1);
        Polling.mustComplete(ring, 1, ScratchDisk.SIZE);
        ScratchDisk.mustHold(kernel, into, pattern);
    }
}
