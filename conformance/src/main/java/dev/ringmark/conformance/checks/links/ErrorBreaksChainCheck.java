package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.error_breaks_chain",
        statement = "S043",
        says =
                "A member that fails breaks its chain: those before it are done, those behind it "
                        + "end with -ECANCELED and do nothing.",
        since = "5.3",
        source = "io_uring_enter(2), IOSQE_IO_LINK")
final class ErrorBreaksChainCheck {

    @OnRing
    void members_behind_the_failed_one_are_cancelled(TestRing ring) {
        TestKernel.Pipe before = ring.testKernel().pipe();
        TestKernel.Pipe behind = ring.testKernel().pipe();
        Chains.write(ring, before, 1).flag(SqeFlag.IO_LINK);
        Chains.failing(ring, 2).flag(SqeFlag.IO_LINK);
        Chains.write(ring, behind, 3).flag(SqeFlag.IO_LINK);
        ring.nop(4);
        ring.submit(4);
        ring.expect(
                cqe(1, 1), cqe(2, Errno.ENOENT), cqe(3, Errno.ECANCELED), cqe(4, Errno.ECANCELED));
        Chains.mustHoldSomething(ring, before);
        Chains.mustBeEmpty(ring, behind);
    }
}
