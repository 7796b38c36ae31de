package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqeOneOf;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "cancel.running_worker_is_interrupted",
        statement = "S079",
        says =
                "Cancelling a read that blocks in a worker is answered with 0 or -EALREADY, "
                        + "and the read ends with -ECANCELED or -EINTR.",
        since = "5.5",
        source = "io_uring_prep_cancel(3)")
final class RunningWorkerIsInterruptedCheck {

    @OnRing
    void a_blocking_read_in_a_worker_ends(TestRing ring) {
        TestKernel.Pipe pipe = ring.testKernel().pipe();
        Targets.read(ring, pipe.readEnd(), 1).flag(SqeFlag.ASYNC);
        ring.submit(1);
        ring.expectNothing();
        ring.cancel(1, 2);
        ring.submit(1);
        ring.expect(
                cqeOneOf(2, 0, Errno.EALREADY.negative()),
                cqeOneOf(1, Errno.ECANCELED.negative(), Errno.EINTR.negative()));
    }
}
