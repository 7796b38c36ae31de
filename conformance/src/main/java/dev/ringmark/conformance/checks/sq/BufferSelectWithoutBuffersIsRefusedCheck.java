package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "sq.buffer_select_without_buffers_is_refused",
        statement = "S026",
        says = "BUFFER_SELECT on an operation that selects no buffers ends with -EOPNOTSUPP.",
        since = "5.7",
        source = "io_uring_enter(2), IOSQE_BUFFER_SELECT",
        needs = "IOSQE_BUFFER_SELECT")
final class BufferSelectWithoutBuffersIsRefusedCheck {

    @OnRing
    void a_nop_that_selects_gives_EOPNOTSUPP(TestRing ring) {
        ring.nop(1).bufferGroup(0);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EOPNOTSUPP));
    }
}
