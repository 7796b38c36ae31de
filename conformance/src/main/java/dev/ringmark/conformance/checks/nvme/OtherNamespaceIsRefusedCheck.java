package dev.ringmark.conformance.checks.nvme;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "nvme.other_namespace_is_refused",
        statement = "K-4",
        says =
                "An NVMe command for another namespace than that of its file never gets to the"
                        + " disk: it ends with -EINVAL.",
        since = "5.19",
        source = "drivers/nvme/host/ioctl.c",
        modes = RingMode.NONE,
        needs = {"IORING_OP_URING_CMD", "IORING_SETUP_SQE128", "IORING_SETUP_CQE32"})
final class OtherNamespaceIsRefusedCheck {

    @OnRing
    void it_gives_EINVAL(TestKernel kernel) {
        ScratchDisk disk = ScratchDisk.of(kernel);
        TestRing ring = kernel.openRing(NvmeCommand.wideRing());
        NvmeCommand.read().toNamespace(77).prepare(ring, disk, disk.openForCommands(), 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
        ring.settle();
    }
}
