package dev.ringmark.conformance.checks.links;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.prep_error_fails_whole_chain",
        statement = "S045",
        says =
                "A member that can not be prepared gets its error and every other member of the "
                        + "chain, also before it, -ECANCELED; the chain counts as submitted.",
        since = "5.15",
        source = "io_uring/io_uring.c, io_submit_fail_init")
final class PrepErrorFailsWholeChainCheck {

    @OnRing
    void a_bad_member_anywhere_fails_all(TestRing ring) {
        PrepErrors.failTheWholeChain(ring, SqeFlag.IO_LINK);
    }
}
