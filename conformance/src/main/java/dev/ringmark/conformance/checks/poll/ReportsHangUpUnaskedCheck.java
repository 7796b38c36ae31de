package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "poll.reports_hang_up_unasked",
        statement = "S085",
        says =
                "Closing the writing end ends a poll of the reading end with POLLHUP, which "
                        + "nobody has to ask for.",
        since = "5.1",
        source = "io_uring_enter(2), IORING_OP_POLL_ADD; poll(2)")
final class ReportsHangUpUnaskedCheck {

    @OnRing
    void the_writer_that_leaves_is_seen_by_the_reader(TestRing ring) {
        TestKernel.Pipe pipe = ring.testKernel().pipe();
        Polls.add(ring, pipe.readEnd(), Polls.POLLIN, 1);
        ring.submit(1);
        ring.expectNothing();
        ring.kernel().calls().close(pipe.writeEnd());
        ring.expect(cqe(1, Polls.POLLHUP));
    }
}
