package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.hard_link_survives_error",
        statement = "S044",
        says = "A member with IOSQE_IO_HARDLINK that fails when it runs does not break its chain.",
        since = "5.5",
        source = "io_uring_enter(2), IOSQE_IO_HARDLINK")
final class HardLinkSurvivesErrorCheck {

    @OnRing
    void members_behind_a_failed_hard_link_run(TestRing ring) {
        Chains.failing(ring, 1).flag(SqeFlag.IO_HARDLINK);
        Chains.failing(ring, 2).flag(SqeFlag.IO_HARDLINK);
        ring.nop(3);
        ring.submit(3);
        ring.expectInOrder(cqe(1, Errno.ENOENT), cqe(2, Errno.ENOENT), cqe(3, 0));
    }
}
