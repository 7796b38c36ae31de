package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "poll.waits_for_readiness",
        statement = "S085",
        says =
                "A one-shot poll of a file that is not ready waits, ends once when it becomes "
                        + "ready, and not again.",
        since = "5.1",
        source = "io_uring_enter(2), IORING_OP_POLL_ADD")
final class WaitsForReadinessCheck {

    @OnRing
    void an_empty_pipe_is_readable_after_a_write_and_once_only(TestRing ring) {
        TestKernel.Pipe pipe = ring.testKernel().pipe();
        Polls.add(ring, pipe.readEnd(), Polls.POLLIN, 1);
        ring.submit(1);
        ring.expectNothing();
        ring.testKernel().write(pipe.writeEnd(), new byte[1]);
        ring.expect(cqe(1, Polls.POLLIN));
        ring.testKernel().write(pipe.writeEnd(), new byte[1]);
        ring.expectNothing();
    }
}
