package dev.ringmark.conformance.checks.nvme;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "nvme.unknown_command_is_refused",
        statement = "K-4",
        says = "A cmd_op that the NVMe driver does not know ends with -ENOTTY, as an ioctl would.",
        since = "5.19",
        source = "drivers/nvme/host/ioctl.c",
        modes = RingMode.NONE,
        needs = {"IORING_OP_URING_CMD", "IORING_SETUP_SQE128", "IORING_SETUP_CQE32"})
final class UnknownCommandIsRefusedCheck {

    // Beyond those that linux/nvme_ioctl.h has: 0x80 to 0x83.
    private static final int UNKNOWN = NvmeCommand.IO + 0x40;

    @OnRing
    void it_gives_ENOTTY(TestKernel kernel) {
        ScratchDisk disk = ScratchDisk.of(kernel);
        TestRing ring = kernel.openRing(NvmeCommand.wideRing());
        NvmeCommand unknown = NvmeCommand.read().withOperation(UNKNOWN);
        unknown.prepare(ring, disk, disk.openForCommands(), 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.ENOTTY));
        ring.settle();
    }
}
