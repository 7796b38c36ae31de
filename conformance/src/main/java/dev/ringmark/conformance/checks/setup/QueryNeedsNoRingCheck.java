package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UapiConstant;

@Check(
        id = "setup.query_needs_no_ring",
        statement = "S016",
        says =
                "REGISTER_QUERY answers on fd -1, and knows at least the opcodes and the flags that"
                        + " its own release has.",
        since = "6.18",
        source = "linux/io_uring/query.h",
        modes = RingMode.NONE,
        needs = "IORING_REGISTER_QUERY")
final class QueryNeedsNoRingCheck {

    @OnRing
    void without_a_ring_it_counts_opcodes_and_names_flags(TestKernel kernel) {
        Query query = Query.opcodes(kernel);
        least(
                kernel,
                "nr_request_opcodes",
                Opcode.PIPE.bits() + 1,
                query.count(QueryOpcodesLayout.NR_REQUEST_OPCODES));
        least(
                kernel,
                "nr_register_opcodes",
                RegisterOp.QUERY.bits() + 1,
                query.count(QueryOpcodesLayout.NR_REGISTER_OPCODES));
        covers(
                kernel,
                "feature_flags",
                FeatureBit.NO_IOWAIT,
                query.flags(QueryOpcodesLayout.FEATURE_FLAGS));
        covers(
                kernel,
                "ring_setup_flags",
                SetupFlag.CQE_MIXED,
                query.flags(QueryOpcodesLayout.RING_SETUP_FLAGS));
        covers(
                kernel,
                "sqe_flags",
                SqeFlag.CQE_SKIP_SUCCESS,
                query.flags(QueryOpcodesLayout.SQE_FLAGS));
    }

    private static void least(TestKernel kernel, String field, int least, int seen) {
        kernel.evidence().holds(field + " >= " + least, seen >= least, field + " " + seen);
    }

    /// Every flag up to this one, which is the highest of 6.18, must be there.
    private static void covers(TestKernel kernel, String field, UapiConstant highest, long seen) {
        long all = 2 * highest.value() - 1;
        kernel.evidence()
                .holds(
                        field + " has 0x" + Long.toHexString(all),
                        (seen & all) == all,
                        field + " 0x" + Long.toHexString(seen));
    }
}
