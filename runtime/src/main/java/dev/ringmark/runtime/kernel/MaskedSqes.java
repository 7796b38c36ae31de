package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.layout.SqeLayout;
import java.lang.foreign.MemorySegment;

/// Makes SQEs unknown that use what is hidden, just before the kernel consumes them.
final class MaskedSqes {

    /// An opcode that no kernel has: they count up from 0, and there are fewer than 100.
    private static final byte UNKNOWN_OPCODE = (byte) 0xff;

    private final Hidden hidden;

    MaskedSqes(Hidden hidden) {
        this.hidden = hidden;
    }

    /// Looks at the SQEs that an enter may consume.
    void hide(SeenRing ring, int toSubmit) {
        RingMemory memory = ring.memory();
        if (memory == null) {
            return;
        }
        MemorySegment sqes = memory.sqes();
        PublishedSqes.visitNext(
                ring,
                memory,
                toSubmit,
                (_, offset) -> {
                    if (usesHidden(sqes, offset)) {
                        sqes.set(JAVA_BYTE, offset + SqeLayout.OPCODE, UNKNOWN_OPCODE);
                    }
                });
    }

    private boolean usesHidden(MemorySegment sqes, long offset) {
        int opcode = Byte.toUnsignedInt(sqes.get(JAVA_BYTE, offset + SqeLayout.OPCODE));
        int flags = sqes.get(JAVA_BYTE, offset + SqeLayout.FLAGS);
        if (hidden.hasOpcode(opcode) || (flags & hidden.sqeFlags()) != 0) {
            return true;
        }
        for (Hidden.OperandFlags operand : hidden.operands()) {
            if (usesHidden(operand, opcode, sqes, offset + operand.offset())) {
                return true;
            }
        }
        return false;
    }

    private static boolean usesHidden(
            Hidden.OperandFlags operand, int opcode, MemorySegment sqes, long field) {
        int value = operand.isShort() ? sqes.get(JAVA_SHORT, field) : sqes.get(JAVA_INT, field);
        return (value & operand.mask()) != 0
                && operand.opcodes().stream().anyMatch(known -> known.bits() == opcode);
    }
}
