package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.PollFlag;
import java.time.Duration;

@Check(
        id = "poll.update_of_events_rearms",
        statement = "S087",
        says =
                "POLL_UPDATE_EVENTS gives a waiting poll a new mask, and it ends at once if the "
                        + "file is ready for that.",
        since = "5.13",
        source = "io_uring_prep_poll_update(3)",
        needs = "IORING_POLL_UPDATE_EVENTS")
final class UpdateOfEventsRearmsCheck {

    /// For completions that are there when the submission returns, unless they are lost.
    private static final Duration SOON = Duration.ofSeconds(3);

    @OnRing
    void a_poll_for_reading_becomes_one_for_writing(TestRing ring) {
        TestKernel.SocketPair pair = ring.testKernel().socketPair();
        Polls.add(ring, pair.first(), Polls.POLLIN, 1);
        ring.submit(1);
        ring.expectNothing();
        Polls.update(ring, 1, PollFlag.UPDATE_EVENTS.bits(), Polls.POLLOUT, 0, 2);
        ring.submit(1);
        ring.expect(SOON, cqe(2, 0), cqe(1, Polls.POLLOUT));
    }
}
