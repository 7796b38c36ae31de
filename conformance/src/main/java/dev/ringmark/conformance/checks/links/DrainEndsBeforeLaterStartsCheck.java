package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;

/* The drain is a request that takes its time once it has started, so that whoever starts too early
 * is seen to. Before 6.16 a kernel lets the queue behind a drain go when it starts the drain. */
@Check(
        id = "links.drain_ends_before_later_starts",
        statement = "S053",
        says =
                "Requests submitted behind one with IOSQE_IO_DRAIN start only when that one has "
                        + "completed.",
        since = "5.2",
        source = "io_uring_enter(2), IOSQE_IO_DRAIN")
final class DrainEndsBeforeLaterStartsCheck {

    /// Far more than a started write of one byte needs.
    private static final Duration LONG_ENOUGH_TO_SEE = Duration.ofMillis(500);

    @OnRing
    void a_write_waits_for_a_drain_that_has_started(TestRing ring) {
        TestKernel.Pipe first = ring.testKernel().pipe();
        TestKernel.Pipe drain = ring.testKernel().pipe();
        TestKernel.Pipe effect = ring.testKernel().pipe();
        Chains.read(ring, first, 1);
        Chains.read(ring, drain, 2).flag(SqeFlag.IO_DRAIN);
        ring.submit(2);
        Chains.write(ring, effect, 3);
        ring.submit(1);
        Chains.release(ring, first);
        ring.expect(cqe(1, 1));
        Chains.mustStayEmpty(ring, effect, LONG_ENOUGH_TO_SEE);
        Chains.release(ring, drain);
        ring.expectInOrder(cqe(2, 1), cqe(3, 1));
    }
}
