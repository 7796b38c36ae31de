package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "poll.reports_readiness_at_submit",
        statement = "S085",
        says =
                "A one-shot poll of a file that is ready already ends at once with the events "
                        + "that are ready.",
        since = "5.1",
        source = "io_uring_enter(2), IORING_OP_POLL_ADD")
final class ReportsReadinessAtSubmitCheck {

    @OnRing
    void a_pipe_with_data_is_readable_at_once(TestRing ring) {
        TestKernel.Pipe pipe = ring.testKernel().pipe();
        ring.testKernel().write(pipe.writeEnd(), new byte[1]);
        Polls.add(ring, pipe.readEnd(), Polls.POLLIN, 1);
        ring.submit(1);
        ring.expect(cqe(1, Polls.POLLIN));
        ring.expectNothing();
    }
}
