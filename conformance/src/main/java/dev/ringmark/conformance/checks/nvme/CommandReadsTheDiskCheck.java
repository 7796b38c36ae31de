package dev.ringmark.conformance.checks.nvme;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import java.lang.foreign.MemorySegment;

@Check(
        id = "nvme.command_reads_the_disk",
        statement = "K-4",
        says =
                "URING_CMD hands an NVMe read to the disk: it ends with the status 0, and the bytes"
                        + " are those on the disk.",
        since = "5.19",
        source = "io_uring_enter(2), IORING_OP_URING_CMD; linux/nvme_ioctl.h",
        modes = RingMode.NONE,
        needs = {"IORING_OP_URING_CMD", "IORING_SETUP_SQE128", "IORING_SETUP_CQE32"})
final class CommandReadsTheDiskCheck {

    @OnRing
    void the_bytes_on_the_disk_are_read(TestKernel kernel) {
        ScratchDisk disk = ScratchDisk.of(kernel);
        MemorySegment pattern = disk.fill(disk.openDirect());
        TestRing ring = kernel.openRing(NvmeCommand.wideRing());
        MemorySegment into = NvmeCommand.read().prepare(ring, disk, disk.openForCommands(), 1);
        ring.submit(1);
        ring.expect(cqe(1, 0));
        ScratchDisk.mustHold(kernel, into, pattern);
        ring.settle();
    }
}
