package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;

/// A walk over the SQEs of a ring in the order the kernel takes them.
final class PublishedSqes {

    /// Who looks at each SQE.
    interface Visitor {

        /// Looks at one SQE.
        ///
        /// @param slot how many slots of the SQ lie before it in this walk
        /// @param offset where it lies in [RingMemory#sqes()]
        void visit(int slot, long offset);
    }

    private PublishedSqes() {}

    /// Visits what an enter may consume: at most `toSubmit` slots from the kernel's head on.
    ///
    /// A SQ_REWIND ring starts at slot 0 in every call (since 7.0).
    static void visitNext(SeenRing ring, RingMemory memory, int toSubmit, Visitor visitor) {
        boolean rewinds = ring.has(SetupFlag.SQ_REWIND);
        int head = rewinds ? 0 : memory.sqHead();
        int there = rewinds ? memory.sqEntries() : memory.sqTail() - head;
        int count = Integer.compareUnsigned(toSubmit, there) < 0 ? toSubmit : there;
        visit(ring, memory, head, count, visitor);
    }

    /// Visits the SQEs of `count` slots, never more than the SQ has.
    ///
    /// Slots whose array entry points nowhere hold none: the kernel drops them. On a SQE_MIXED ring
    /// the second slot of a 128-byte SQE holds none either (since 6.19).
    static void visit(SeenRing ring, RingMemory memory, int from, int count, Visitor visitor) {
        boolean mixed = ring.has(SetupFlag.SQE_MIXED);
        int last = Math.min(count, memory.sqEntries());
        for (int slot = 0; slot < last; slot++) {
            int index = from + slot;
            if (memory.hasArray()) {
                index = memory.sqArray(index);
                if (Integer.compareUnsigned(index, memory.sqEntries()) >= 0) {
                    continue;
                }
            }
            long offset = memory.sqeOffset(index);
            boolean wide = mixed && isWide(memory.sqes().get(JAVA_BYTE, offset + SqeLayout.OPCODE));
            visitor.visit(slot, offset);
            if (wide) {
                slot++;
            }
        }
    }

    private static boolean isWide(byte opcode) {
        return opcode == Opcode.NOP128.bits() || opcode == Opcode.URING_CMD128.bits();
    }
}
