package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.opcode_and_any_is_refused",
        statement = "S078",
        says = "CANCEL_OP and CANCEL_ANY contradict each other and are refused with " + "-EINVAL.",
        since = "6.6",
        source = "io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_OP")
final class OpcodeAndAnyIsRefusedCheck {

    @OnRing
    void the_contradiction_gives_EINVAL(TestRing ring) {
        Targets.cancel(ring, 0, CancelFlag.OP.bits() | CancelFlag.ANY.bits(), 1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
    }
}
