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

/// Needs RSRC_TAGS only as the mark of 5.13, which brought the behaviour and no bit for it.
@Check(
        id = "links.short_receive_of_all_breaks_chain",
        statement = "S046",
        says = "A receive with MSG_WAITALL that gives fewer bytes than asked for breaks its chain.",
        since = "5.13",
        source = "io_uring_prep_recv(3), MSG_WAITALL",
        needs = "IORING_FEAT_RSRC_TAGS")
final class ShortReceiveOfAllBreaksChainCheck {

    private static final int MSG_WAITALL = 0x100;
    private static final int SHUT_WR = 1;

    @OnRing
    void three_bytes_of_eight_and_the_end_break_it(TestRing ring) {
        TestKernel.SocketPair sockets = ring.testKernel().socketPair();
        ring.testKernel().write(sockets.second(), new byte[] {1, 2, 3});
        TestKernel.require(
                "shutdown", ring.testKernel().calls().shutdown(sockets.second(), SHUT_WR));
        MemorySegment into = ring.testKernel().memory(8);
        ring.sqe(Opcode.RECV, sockets.first(), into.address(), 8, 0)
                .operationFlags(MSG_WAITALL)
                .userData(1)
                .flag(SqeFlag.IO_LINK);
        ring.nop(2);
        ring.submit(2);
        ring.expect(cqe(1, 3), cqe(2, Errno.ECANCELED));
    }
}
