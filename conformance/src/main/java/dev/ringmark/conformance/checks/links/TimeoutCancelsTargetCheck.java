package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;

@Check(
        id = "links.timeout_cancels_target",
        statement = "S050",
        says =
                "A linked timeout that expires gives -ETIME and cancels its target, not before its "
                        + "time.",
        since = "5.5",
        source = "io_uring_enter(2), IORING_OP_LINK_TIMEOUT")
final class TimeoutCancelsTargetCheck {

    @OnRing
    void a_read_without_end_is_cancelled(TestRing ring) {
        Duration duration = Duration.ofMillis(5);
        TestKernel.Pipe gate = ring.testKernel().pipe();
        long before = ring.kernel().nanoTime();
        Chains.read(ring, gate, 1).flag(SqeFlag.IO_LINK);
        Chains.linkTimeout(ring, duration, 2);
        ring.submit(2);
        ring.expect(cqe(1, Errno.ECANCELED), cqe(2, Errno.ETIME));
        long waited = ring.kernel().nanoTime() - before;
        ring.evidence()
                .holds(
                        "it lasts at least 5 ms",
                        waited >= duration.toNanos(),
                        "it lasted " + waited / 1000 + " us");
        Chains.release(ring, gate);
        ring.expectNothing();
        Chains.mustHoldSomething(ring, gate);
    }
}
