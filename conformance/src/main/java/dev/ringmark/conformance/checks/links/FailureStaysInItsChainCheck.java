package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.failure_stays_in_its_chain",
        statement = "S043",
        says =
                "A broken chain takes nothing with it: chains and single requests of the same "
                        + "batch go on.",
        since = "5.3",
        source = "io_uring_enter(2), IOSQE_IO_LINK")
final class FailureStaysInItsChainCheck {

    @OnRing
    void neighbours_of_a_broken_chain_complete(TestRing ring) {
        ring.nop(1).flag(SqeFlag.IO_LINK);
        ring.nop(2);
        Chains.failing(ring, 3).flag(SqeFlag.IO_LINK);
        ring.nop(4);
        ring.nop(5);
        ring.nop(6).flag(SqeFlag.IO_LINK);
        ring.nop(7);
        ring.submit(7);
        ring.expect(
                cqe(1, 0),
                cqe(2, 0),
                cqe(3, Errno.ENOENT),
                cqe(4, Errno.ECANCELED),
                cqe(5, 0),
                cqe(6, 0),
                cqe(7, 0));
    }
}
