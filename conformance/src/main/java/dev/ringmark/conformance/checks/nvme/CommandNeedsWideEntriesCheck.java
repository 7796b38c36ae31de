package dev.ringmark.conformance.checks.nvme;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "nvme.command_needs_wide_entries",
        statement = "K-4",
        says = "An NVMe command on a ring without SQE128 ends with -EOPNOTSUPP: it does not fit.",
        since = "5.19",
        source = "io_uring_setup(2), IORING_SETUP_SQE128; drivers/nvme/host/ioctl.c",
        modes = RingMode.NONE,
        needs = {"IORING_OP_URING_CMD", "IORING_SETUP_SQE128", "IORING_SETUP_CQE32"})
final class CommandNeedsWideEntriesCheck {

    @OnRing
    void on_a_plain_ring_it_gives_EOPNOTSUPP(TestKernel kernel) {
        ScratchDisk disk = ScratchDisk.of(kernel);
        TestRing ring = kernel.openRing(RingOptions.entries(8));
        NvmeCommand.read().prepare(ring, disk, disk.openForCommands(), 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EOPNOTSUPP));
        ring.settle();
    }
}
