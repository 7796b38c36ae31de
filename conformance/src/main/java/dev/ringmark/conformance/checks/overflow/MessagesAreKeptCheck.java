package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Expected;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.stream.IntStream;

/// The target is a ring of the same kind. Each message is sent when the one before it was posted,
/// so their order is promised.
@Check(
        id = "overflow.messages_are_kept",
        statement = "S041",
        says =
                "A message to a ring whose CQ is full succeeds, and the target gets every message "
                        + "in order.",
        since = "5.18",
        source = "io_uring_enter(2), IORING_OP_MSG_RING",
        needs = {"IORING_FEAT_NODROP", "IORING_OP_MSG_RING"})
final class MessagesAreKeptCheck {

    private static final int MESSAGES = 20;
    private static final int PAYLOAD = 1000;

    @OnRing(entries = FullCq.ENTRIES)
    void twenty_messages_into_a_CQ_of_eight_all_come(TestRing ring) {
        TestRing target =
                ring.testKernel()
                        .openRing(
                                ring.mode().options(FullCq.ENTRIES).withCqEntries(FullCq.ENTRIES));
        for (int message = 1; message <= MESSAGES; message++) {
            ring.sqe(Opcode.MSG_RING, target.ring().fd(), 0, PAYLOAD + message, message)
                    .userData(message);
            ring.submit(1);
            ring.expect(cqe(message, 0));
        }
        FullCq.awaitOverflow(target);
        FullCq.nothingIsLost(target);
        target.expectInOrder(
                IntStream.rangeClosed(1, MESSAGES)
                        .mapToObj(message -> cqe(message, PAYLOAD + message))
                        .toArray(Expected[]::new));
        target.expectNothing();
        ring.expectNothing();
    }
}
