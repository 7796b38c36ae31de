package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "setup.query_agrees_with_probe",
        statement = "S016",
        says =
                "QUERY counts as many opcodes as PROBE lists, and a register operation behind those"
                        + " it counts is refused with -EINVAL.",
        since = "6.18",
        source = "linux/io_uring/query.h; io_uring_register(2), IORING_REGISTER_PROBE",
        modes = RingMode.NONE,
        needs = {"IORING_REGISTER_QUERY", "IORING_REGISTER_PROBE"})
final class QueryAgreesWithProbeCheck {

    @OnRing
    void both_count_the_same_opcodes(TestKernel kernel) {
        Query query = Query.opcodes(kernel);
        TestRing ring = kernel.openRing(RingOptions.entries(8));
        Probe probe = Probe.of(ring);
        int counted = query.count(QueryOpcodesLayout.NR_REQUEST_OPCODES);
        kernel.evidence().result("PROBE ops_len", counted, probe.length());
        kernel.evidence().result("PROBE last_op", counted - 1, probe.lastOpcode());
        int behind = query.count(QueryOpcodesLayout.NR_REGISTER_OPCODES);
        int result = kernel.kernel().register(ring.ring().fd(), behind, MemorySegment.NULL, 0);
        kernel.evidence().result("register(" + behind + ")", Errno.EINVAL, result);
    }
}
