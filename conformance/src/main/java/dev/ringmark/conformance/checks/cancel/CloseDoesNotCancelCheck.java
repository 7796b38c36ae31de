package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "cancel.close_does_not_cancel",
        statement = "S084",
        says =
                "Closing the fd leaves a request on it alone: it completes later, from the "
                        + "same file.",
        since = "5.1",
        source = "close(2), NOTES; io_uring_enter(2)")
final class CloseDoesNotCancelCheck {

    @OnRing
    void a_read_completes_after_its_fd_was_closed(TestRing ring) {
        TestKernel.Pipe pipe = Targets.read(ring, 1);
        ring.submit(1);
        ring.expectNothing();
        ring.evidence().result("close", 0, ring.kernel().calls().close(pipe.readEnd()));
        ring.expectNothing();
        ring.testKernel().write(pipe.writeEnd(), new byte[3]);
        ring.expect(cqe(1, 3));
    }
}
