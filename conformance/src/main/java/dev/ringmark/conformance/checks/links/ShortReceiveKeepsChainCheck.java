package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;

@Check(
        id = "links.short_receive_keeps_chain",
        statement = "S046",
        says = "A receive that gives fewer bytes than asked for keeps its chain, unlike a read.",
        since = "5.6",
        source = "io_uring_prep_recv(3)")
final class ShortReceiveKeepsChainCheck {

    @OnRing
    void three_bytes_of_eight_keep_it(TestRing ring) {
        TestKernel.SocketPair sockets = ring.testKernel().socketPair();
        ring.testKernel().write(sockets.second(), new byte[] {1, 2, 3});
        MemorySegment into = ring.testKernel().memory(8);
        ring.sqe(Opcode.RECV, sockets.first(), into.address(), 8, 0)
                .userData(1)
                .flag(SqeFlag.IO_LINK);
        ring.nop(2);
        ring.submit(2);
        ring.expectInOrder(cqe(1, 3), cqe(2, 0));
    }
}
