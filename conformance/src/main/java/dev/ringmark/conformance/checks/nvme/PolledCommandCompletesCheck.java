package dev.ringmark.conformance.checks.nvme;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;

@Check(
        id = "nvme.polled_command_completes",
        statement = "K-4",
        says = "On an IOPOLL ring an NVMe command completes, once enter polls for it.",
        since = "6.1",
        source = "io_uring_setup(2), IORING_SETUP_IOPOLL; drivers/nvme/host/ioctl.c",
        modes = RingMode.NONE,
        needs = {"IORING_OP_URING_CMD", "IORING_SETUP_SQE128", "IORING_SETUP_CQE32"})
final class PolledCommandCompletesCheck {

    @OnRing
    void the_bytes_on_the_disk_are_read(TestKernel kernel) {
        ScratchDisk disk = ScratchDisk.of(kernel).polled();
        MemorySegment pattern = disk.fill(disk.openDirect());
        TestRing ring = kernel.openRing(NvmeCommand.wideRing().with(SetupFlag.IOPOLL));
        MemorySegment into = NvmeCommand.read().prepare(ring, disk, disk.openForCommands(), 1);
        ring.submit(1);
        Polling.mustComplete(ring, 1, 0);
        ScratchDisk.mustHold(kernel, into, pattern);
    }
}
