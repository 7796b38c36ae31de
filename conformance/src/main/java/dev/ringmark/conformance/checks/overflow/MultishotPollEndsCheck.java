package dev.ringmark.conformance.checks.overflow;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import java.lang.foreign.MemorySegment;

@Check(
        id = "overflow.multishot_poll_ends",
        statement = "S040",
        says =
                "A multishot poll whose CQE has no room ends with that CQE, which is kept and has "
                        + "no F_MORE.",
        since = "5.13",
        source = "io_uring_prep_poll_multishot(3)",
        needs = {"IORING_FEAT_NODROP", "IORING_POLL_ADD_MULTI"})
final class MultishotPollEndsCheck {

    private static final int POLLIN = 1;

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void nine_events_in_a_CQ_of_eight_are_the_last(TestRing ring) {
        int fd = ring.testKernel().eventFd();
        ring.sqe(Opcode.POLL_ADD, fd, 0, PollFlag.ADD_MULTI.bits(), 0)
                .operationFlags(POLLIN)
                .userData(Multishots.REQUEST);
        ring.submit(1);
        Ring seen = ring.ring();
        for (int event = 1; event <= FullCq.ENTRIES; event++) {
            signal(ring, fd);
            int ready = event;
            FullCq.await(ring, "CQE " + event, () -> seen.cqReady() == ready);
        }
        signal(ring, fd);
        FullCq.awaitOverflow(ring);
        Multishots.endBehindFullCq(ring, POLLIN, Opcode.POLL_REMOVE);
        signal(ring, fd);
        ring.expectNothing();
    }

    private static void signal(TestRing ring, int fd) {
        MemorySegment one = ring.testKernel().memory(Long.BYTES);
        one.set(JAVA_LONG, 0, 1);
        TestKernel.require("write", ring.testKernel().calls().write(fd, one));
    }
}
