package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.unknown_query_is_refused",
        statement = "S016",
        says = "A query the kernel does not know is answered with -EOPNOTSUPP in its header.",
        since = "6.18",
        source = "linux/io_uring/query.h; io_uring/query.c",
        modes = RingMode.NONE,
        needs = "IORING_REGISTER_QUERY")
final class UnknownQueryIsRefusedCheck {

    @OnRing
    void its_header_says_EOPNOTSUPP_and_the_call_works(TestKernel kernel) {
        Query query = Query.ask(kernel, 0xffff);
        kernel.evidence().result("register(-1, QUERY 0xffff)", 0, query.returned());
        kernel.evidence().result("its header's result", Errno.EOPNOTSUPP, query.result());
    }
}
