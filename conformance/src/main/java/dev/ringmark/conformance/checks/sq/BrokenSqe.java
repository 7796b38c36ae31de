package dev.ringmark.conformance.checks.sq;

import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;

/// SQEs that are refused with -EINVAL before anything runs.
enum BrokenSqe {
    /// An opcode that no kernel has.
    OPCODE,
    /// An SQE flag that no kernel has.
    FLAG,
    /// A priority on an operation that has none.
    PRIORITY;

    private static final int UNKNOWN_OPCODE = 0xff;
    private static final int UNKNOWN_FLAG = 1 << 7;

    /// Prepares one.
    void prepare(TestRing ring, long userData) {
        ring.evidence().observed("SQE " + userData + " with a bad " + name());
        switch (this) {
            case OPCODE -> ring.sqe().prepare(UNKNOWN_OPCODE, -1, 0, 0, 0).userData(userData);
            case FLAG -> ring.nop(userData).flags(UNKNOWN_FLAG);
            case PRIORITY ->
                    ring.sqe(Opcode.ASYNC_CANCEL, -1, 0, 0, 0).userData(userData).ioPriority(1);
        }
    }

    /// Whether this kernel refuses it before it queues the request. The fields of an operation are
    /// looked at in preparation since 5.12, before that when it is queued.
    boolean isRefusedInPreparation(Ring ring) {
        return this != PRIORITY || ring.has(FeatureBit.NATIVE_WORKERS);
    }
}
