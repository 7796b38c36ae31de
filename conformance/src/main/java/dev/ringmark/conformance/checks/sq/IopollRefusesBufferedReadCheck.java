package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "sq.iopoll_refuses_buffered_read",
        statement = "S032",
        says = "A read without O_DIRECT on an IOPOLL ring is submitted and ends with -EOPNOTSUPP.",
        source = "io_uring_setup(2), IORING_SETUP_IOPOLL",
        modes = RingMode.NONE)
final class IopollRefusesBufferedReadCheck {

    @OnRing
    void a_file_in_memory_gives_EOPNOTSUPP(TestKernel kernel) {
        TestRing ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.IOPOLL));
        ring.read(kernel.file(new byte[512]), kernel.memory(512), 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EOPNOTSUPP));
        ring.evidence().result("other CQEs", 0, ring.collect());
    }
}
