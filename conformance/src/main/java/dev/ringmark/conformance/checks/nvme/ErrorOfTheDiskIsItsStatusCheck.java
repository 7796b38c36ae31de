package dev.ringmark.conformance.checks.nvme;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "nvme.error_of_the_disk_is_its_status",
        statement = "K-4",
        says =
                "An NVMe command that the disk refuses ends with the status that the disk gave,"
                        + " above 0, and not with an errno.",
        since = "5.19",
        source = "io_uring_enter(2), IORING_OP_URING_CMD; drivers/nvme/host/ioctl.c",
        modes = RingMode.NONE,
        needs = {"IORING_OP_URING_CMD", "IORING_SETUP_SQE128", "IORING_SETUP_CQE32"})
final class ErrorOfTheDiskIsItsStatusCheck {

    @OnRing
    void a_read_beyond_the_end_is_out_of_range(TestKernel kernel) {
        ScratchDisk disk = ScratchDisk.of(kernel);
        TestRing ring = kernel.openRing(NvmeCommand.wideRing());
        NvmeCommand beyond = NvmeCommand.read().fromBlock(disk.blocks());
        beyond.prepare(ring, disk, disk.openForCommands(), 1);
        ring.submit(1);
        Completion seen = ring.take();
        int status = seen.result() & NvmeCommand.STATUS_MASK;
        kernel.evidence()
                .holds(
                        "cqe 1 with the status LBA Out of Range, 0x80",
                        seen.userData() == 1
                                && seen.result() > 0
                                && status == NvmeCommand.LBA_OUT_OF_RANGE
                                && seen.flags() == 0,
                        "result 0x" + Integer.toHexString(seen.result()));
        ring.settle();
    }
}
