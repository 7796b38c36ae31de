package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.unknown_flag_is_refused",
        statement = "S076",
        says = "A cancel flag that the kernel does not know is refused with -EINVAL.",
        since = "5.5",
        source = "io_uring_prep_cancel(3)")
final class UnknownFlagIsRefusedCheck {

    @OnRing
    void the_highest_bit_gives_EINVAL(TestRing ring) {
        Targets.cancel(ring, 1, 1 << 31, 2);
        ring.submit(1);
        ring.expect(cqe(2, Errno.EINVAL));
    }
}
