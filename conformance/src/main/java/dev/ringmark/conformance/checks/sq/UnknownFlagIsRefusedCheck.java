package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "sq.unknown_flag_is_refused",
        statement = "S026",
        says = "An SQE with a flag the kernel does not know ends with -EINVAL.",
        source = "io_uring_enter(2)")
final class UnknownFlagIsRefusedCheck {

    @OnRing
    void the_highest_bit_gives_EINVAL(TestRing ring) {
        ring.nop(1).flags(1 << 7);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
    }
}
