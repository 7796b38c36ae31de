package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "cancel.by_opcode_matches_the_opcode",
        statement = "S078",
        says =
                "CANCEL_OP with CANCEL_ALL ends every request of the opcode in len, and "
                        + "none of another.",
        since = "6.6",
        source = "io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_OP")
final class ByOpcodeMatchesTheOpcodeCheck {

    @OnRing
    void the_reads_end_and_the_poll_stays(TestRing ring) {
        Targets.read(ring, 1);
        Targets.read(ring, 2);
        Targets.poll(ring, 3);
        ring.submit(3);
        int flags = CancelFlag.OP.bits() | CancelFlag.ALL.bits();
        ring.sqe(Opcode.ASYNC_CANCEL, -1, 0, Opcode.READ.bits(), 0)
                .operationFlags(flags)
                .userData(4);
        ring.submit(1);
        ring.expect(cqe(4, 2), cqe(1, Errno.ECANCELED), cqe(2, Errno.ECANCELED));
        ring.cancel(3, 5);
        ring.submit(1);
        ring.expect(cqe(5, 0), cqe(3, Errno.ECANCELED));
    }
}
