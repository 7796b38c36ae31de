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
        id = "sq.iopoll_refuses_file_without_polling",
        statement = "S032",
        says =
                "A read with O_DIRECT on an IOPOLL ring ends with -EOPNOTSUPP when its file can't"
                        + " be polled for completions.",
        source = "io_uring_setup(2), IORING_SETUP_IOPOLL",
        modes = RingMode.NONE)
final class IopollRefusesFileWithoutPollingCheck {

    private static final int O_DIRECT = 0x4000;

    @OnRing
    void a_pipe_of_packets_gives_EOPNOTSUPP(TestKernel kernel) {
        TestRing ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.IOPOLL));
        TestKernel.Pipe packets = kernel.pipe(O_DIRECT);
        kernel.write(packets.writeEnd(), new byte[8]);
        ring.read(packets.readEnd(), kernel.memory(8), 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EOPNOTSUPP));
        ring.evidence().result("other CQEs", 0, ring.collect());
    }
}
