package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;

@Check(
        id = "links.silent_zero_copy_send_is_refused",
        statement = "S057",
        says =
                "A zero-copy send with IOSQE_CQE_SKIP_SUCCESS is refused with -EINVAL in one CQE, "
                        + "without a notification, and sends nothing.",
        since = "6.0",
        source = "io_uring/net.c, io_send_zc_prep",
        needs = {"IORING_FEAT_CQE_SKIP", "IORING_OP_SEND_ZC"})
final class SilentZeroCopySendIsRefusedCheck {

    private static final int POLLIN = 1;

    @OnRing
    void one_CQE_says_EINVAL(TestRing ring) {
        TestKernel.SocketPair sockets = ring.testKernel().socketPair();
        MemorySegment data = ring.testKernel().memory(8);
        ring.sqe(Opcode.SEND_ZC, sockets.first(), data.address(), 8, 0)
                .userData(1)
                .flag(SqeFlag.CQE_SKIP_SUCCESS);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
        ring.expectNothing();
        int events = ring.testKernel().calls().poll(sockets.second(), POLLIN, 0);
        ring.evidence().result("poll of the peer", 0, events);
    }
}
