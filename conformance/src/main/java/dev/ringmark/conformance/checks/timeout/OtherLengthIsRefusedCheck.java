package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "timeout.other_length_is_refused",
        statement = "S062",
        says = "A timeout takes exactly one timespec: any other len is refused with " + "-EINVAL.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class OtherLengthIsRefusedCheck {

    @OnRing
    void no_timespec_and_two_give_EINVAL(TestRing ring) {
        long timespec = ring.testKernel().timespec(Timeouts.SHORT).address();
        for (int length = 0; length <= 2; length += 2) {
            ring.sqe(Opcode.TIMEOUT, -1, timespec, length, 0).userData(length);
            ring.submit(1);
            ring.expect(cqe(length, Errno.EINVAL));
        }
    }
}
