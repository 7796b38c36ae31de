package dev.ringmark.conformance.checks.cancel;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;

/// Needs SENDMSG_ZC only as the mark of 6.1, which brought the behaviour and no bit for it.
@Check(
        id = "cancel.send_of_all_says_what_went",
        statement = "UM-12",
        says =
                "A send with MSG_WAITALL that has sent a part, waits for room, and is cancelled is "
                        + "answered with how many bytes have gone.",
        since = "6.1",
        source = "Linux commit 7e6b638ed501",
        needs = "IORING_OP_SENDMSG_ZC")
final class SendOfAllSaysWhatWentCheck {

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SIZE = 8 << 20; // more than a socket takes by default

    @OnRing
    void the_peer_has_what_the_answer_says(TestRing ring) {
        TestKernel.SocketPair sockets = ring.testKernel().socketPair();
        MemorySegment much = ring.testKernel().memory(SIZE);
        ring.sqe(Opcode.SEND, sockets.first(), much.address(), SIZE, 0)
                .operationFlags(MSG_WAITALL | MSG_NOSIGNAL)
                .userData(1);
        ring.submit(1);
        ring.expectNothing();
        ring.cancel(1, 2);
        ring.submit(1);
        Completion one = ring.take();
        Completion other = ring.take();
        Completion send = one.userData() == 1 ? one : other;
        Completion cancel = one.userData() == 1 ? other : one;
        if (!cancel.equals(new Completion(2, 0, 0))) {
            throw new CheckFailed("saw " + cancel + ", expected cqe 2: 0");
        }
        long received = receive(ring, sockets.second(), much);
        ring.evidence().expected("cqe 1: the %d bytes that the peer has".formatted(received));
        if (send.result() != received) {
            throw new CheckFailed(
                    "saw " + send + ", expected the " + received + " bytes that the peer has");
        }
    }

    private static long receive(TestRing ring, int from, MemorySegment into) {
        long received = 0;
        while (true) {
            ring.sqe(Opcode.RECV, from, into.address(), SIZE, 0)
                    .operationFlags(MSG_DONTWAIT)
                    .userData(3);
            ring.submit(1);
            Completion piece = ring.next();
            if (piece.result() == Errno.EAGAIN.negative()) {
                return received;
            }
            if (piece.result() <= 0) {
                throw new CheckFailed("saw " + piece + ", expected bytes or -EAGAIN");
            }
            received += piece.result();
        }
    }
}
