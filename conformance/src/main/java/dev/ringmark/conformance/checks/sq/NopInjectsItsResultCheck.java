package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "sq.nop_injects_its_result",
        statement = "S029",
        says = "A NOP with INJECT_RESULT ends with the number in its len field.",
        since = "6.10",
        source = "linux/io_uring.h, IORING_NOP_INJECT_RESULT; io_uring/nop.c",
        needs = "IORING_NOP_INJECT_RESULT")
final class NopInjectsItsResultCheck {

    @OnRing
    void whatever_it_is_told(TestRing ring) {
        int[] results = {42, 0, Errno.ECANCELED.negative(), Integer.MAX_VALUE, Integer.MIN_VALUE};
        for (int result : results) {
            ring.sqe(Opcode.NOP, -1, 0, result, 0)
                    .operationFlags(NopFlag.INJECT_RESULT.bits())
                    .userData(1);
            ring.submit(1);
            ring.expect(cqe(1, result));
        }
    }
}
