package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "timeout.bad_pointer_is_refused",
        statement = "S062",
        says = "A timespec that can not be read is refused with -EFAULT.",
        since = "5.4",
        source = "io_uring_enter(2), IORING_OP_TIMEOUT")
final class BadPointerIsRefusedCheck {

    @OnRing
    void an_unmapped_address_gives_EFAULT(TestRing ring) {
        ring.sqe(Opcode.TIMEOUT, -1, 8, 1, 0).userData(1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EFAULT));
    }
}
