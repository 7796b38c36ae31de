package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.TimeoutFlag;

@Check(
        id = "timeout.immediate_argument",
        statement = "S067",
        says =
                "TIMEOUT_IMMEDIATE_ARG takes the time in nanoseconds from addr since 7.1; a "
                        + "kernel without it answers -EINVAL.",
        since = "5.4",
        source = "linux/io_uring.h, 7.1")
final class ImmediateArgumentCheck {

    @OnRing
    void the_time_stands_in_the_request(TestRing ring) {
        long before = ring.kernel().nanoTime();
        ring.sqe(Opcode.TIMEOUT, -1, Timeouts.SHORT.toNanos(), 1, 0)
                .operationFlags(TimeoutFlag.IMMEDIATE_ARG.bits())
                .userData(1);
        ring.submit(1);
        ring.evidence().expected("cqe 1: -ETIME since 7.1, -EINVAL before");
        Completion seen = ring.take();
        if (seen.equals(new Completion(1, Errno.EINVAL.negative(), 0))) {
            ring.evidence().variant("a kernel without TIMEOUT_IMMEDIATE_ARG refuses it");
            return;
        }
        boolean fired = seen.equals(new Completion(1, Errno.ETIME.negative(), 0));
        ring.evidence().holds("it ends with -ETIME", fired, seen.toString());
        long waited = ring.kernel().nanoTime() - before;
        Timeouts.lastedAtLeast(ring.evidence(), Timeouts.SHORT, waited);
    }
}
