package dev.ringmark.conformance.checks.overflow;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;

/// NOPs that post a 32-byte CQE, and what of it must stand in a mixed CQ.
final class WideNops {

    private static final long EXTRA_1 = 0x1111_2222_3333_4444L;
    private static final long EXTRA_2 = 0x5555_6666_7777_8888L;

    private WideNops() {}

    /// The next SQE, a NOP whose CQE repeats its `off` and `addr` fields.
    static Sqe prepare(TestRing ring, long userData) {
        return ring.sqe(Opcode.NOP, -1, EXTRA_2, 0, EXTRA_1)
                .operationFlags(NopFlag.CQE32.bits())
                .userData(userData);
    }

    /// The slot at a running index must hold a 32-byte CQE of such a NOP.
    static void mustBeAt(TestRing ring, int index) {
        RingMemory memory = ring.ring().memory();
        long extra = memory.cqeOffset(index) + CqeLayout.SIZE;
        long extra1 = memory.cqes().get(JAVA_LONG, extra);
        long extra2 = memory.cqes().get(JAVA_LONG, extra + Long.BYTES);
        ring.evidence()
                .holds(
                        "slot " + index + " is flagged F_32 and followed by off and addr",
                        hasFlag(ring, index, CqeFlag.CQE32)
                                && extra1 == EXTRA_1
                                && extra2 == EXTRA_2,
                        "flags 0x%x, then 0x%x 0x%x".formatted(flags(ring, index), extra1, extra2));
    }

    /// The slot at a running index must have a flag, or must not.
    static void flagMustBe(TestRing ring, int index, CqeFlag flag, boolean set) {
        ring.evidence()
                .holds(
                        "slot " + index + (set ? " has " : " has no ") + flag,
                        hasFlag(ring, index, flag) == set,
                        "flags 0x" + Integer.toHexString(flags(ring, index)));
    }

    private static boolean hasFlag(TestRing ring, int index, CqeFlag flag) {
        return (flags(ring, index) & flag.bits()) != 0;
    }

    private static int flags(TestRing ring, int index) {
        RingMemory memory = ring.ring().memory();
        return memory.cqes().get(JAVA_INT, memory.cqeOffset(index) + CqeLayout.FLAGS);
    }
}
