package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.stream.LongStream;

/// The SQEs of a ring that lie between two running indices, in the order the kernel takes them.
final class PublishedSqes {

    private PublishedSqes() {}

    /// The offsets, in [RingMemory#sqes()], of the SQEs that an enter may consume: at most
    /// `toSubmit` slots from the kernel's head on.
    ///
    /// A SQ_REWIND ring starts at slot 0 in every call (since 7.0).
    static LongStream of(SeenRing ring, RingMemory memory, int toSubmit) {
        boolean rewinds = ring.has(SetupFlag.SQ_REWIND);
        int head = rewinds ? 0 : memory.sqHead();
        int there = rewinds ? memory.sqEntries() : memory.sqTail() - head;
        int count = Integer.compareUnsigned(toSubmit, there) < 0 ? toSubmit : there;
        return between(ring, memory, head, head + count);
    }

    /// The offsets of the SQEs from one running index up to another.
    ///
    /// Slots whose array entry points nowhere have none: the kernel drops them. On a SQE_MIXED ring
    /// the second slot of a 128-byte SQE has none either (since 6.19).
    static LongStream between(SeenRing ring, RingMemory memory, int from, int to) {
        boolean mixed = ring.has(SetupFlag.SQE_MIXED);
        LongStream.Builder offsets = LongStream.builder();
        int count = Math.min(to - from, memory.sqEntries());
        for (int step = 0; step < count; step++) {
            int index = from + step;
            if (memory.hasArray()) {
                index = memory.sqArray(index);
                if (Integer.compareUnsigned(index, memory.sqEntries()) >= 0) {
                    continue;
                }
            }
            long offset = memory.sqeOffset(index);
            offsets.add(offset);
            if (mixed && isWide(memory.sqes().get(JAVA_BYTE, offset + SqeLayout.OPCODE))) {
                step++;
            }
        }
        return offsets.build();
    }

    private static boolean isWide(byte opcode) {
        return opcode == Opcode.NOP128.bits() || opcode == Opcode.URING_CMD128.bits();
    }
}
