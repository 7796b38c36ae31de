package dev.ringmark.conformance.checks.links;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.prep_error_fails_hard_chain",
        statement = "S045",
        says = "IOSQE_IO_HARDLINK does not save a chain from a member that can not be prepared.",
        since = "5.15",
        source = "io_uring_enter(2), IOSQE_IO_HARDLINK")
final class PrepErrorFailsHardChainCheck {

    @OnRing
    void a_bad_member_anywhere_fails_all_of_a_hard_chain(TestRing ring) {
        PrepErrors.failTheWholeChain(ring, SqeFlag.IO_HARDLINK);
    }
}
