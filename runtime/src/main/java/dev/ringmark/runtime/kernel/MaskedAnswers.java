package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.ringmark.runtime.ffi.Libc;
import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.uapi.QueryOpcode;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/// Takes what is hidden out of what a kernel says about itself.
final class MaskedAnswers {

    /// More headers than one query may chain.
    private static final int QUERIES_MAX = 1024;

    private final Hidden hidden;

    MaskedAnswers(Hidden hidden) {
        this.hidden = hidden;
    }

    /// After a successful REGISTER_PROBE.
    ///
    /// Hidden opcodes lose their "supported" bit; hidden ones above all others do not exist.
    ///
    /// @param count how many entries the caller has room for
    void hideInProbe(MemorySegment argument, int count) {
        long size = ProbeLayout.SIZE + count * ProbeOpLayout.SIZE;
        MemorySegment probe = Libc.at(argument.address(), size);
        int lastOpcode = Byte.toUnsignedInt(probe.get(JAVA_BYTE, ProbeLayout.LAST_OP));
        int known = countKept(lastOpcode + 1, hidden::hasOpcode);
        int filled = Byte.toUnsignedInt(probe.get(JAVA_BYTE, ProbeLayout.OPS_LEN));
        for (int opcode = 0; opcode < filled; opcode++) {
            long entry = ProbeLayout.SIZE + opcode * ProbeOpLayout.SIZE;
            if (opcode >= known) {
                probe.asSlice(entry, ProbeOpLayout.SIZE).fill((byte) 0);
            } else if (hidden.hasOpcode(opcode)) {
                probe.asSlice(entry + ProbeOpLayout.FLAGS, Short.BYTES).fill((byte) 0);
            }
        }
        probe.set(JAVA_BYTE, ProbeLayout.LAST_OP, (byte) (known - 1));
        probe.set(JAVA_BYTE, ProbeLayout.OPS_LEN, (byte) Math.min(filled, known));
    }

    /// After a successful REGISTER_QUERY: every header of the chain that asked for opcodes.
    void hideInQuery(MemorySegment first) {
        long address = first.address();
        for (int seen = 0; address != 0 && seen < QUERIES_MAX; seen++) {
            MemorySegment header = Libc.at(address, QueryHeaderLayout.SIZE);
            int asked = header.get(JAVA_INT_UNALIGNED, QueryHeaderLayout.QUERY_OP);
            int result = header.get(JAVA_INT_UNALIGNED, QueryHeaderLayout.RESULT);
            if (asked == QueryOpcode.OPCODES.bits() && result == 0) {
                long data = header.get(JAVA_LONG_UNALIGNED, QueryHeaderLayout.QUERY_DATA);
                int size = header.get(JAVA_INT_UNALIGNED, QueryHeaderLayout.DATA_SIZE);
                hideInOpcodes(Libc.at(data, size));
            }
            address = header.get(JAVA_LONG_UNALIGNED, QueryHeaderLayout.NEXT_ENTRY);
        }
    }

    /// The answer may be shorter than the structure: the caller says how much it knows of.
    private void hideInOpcodes(MemorySegment answer) {
        trim(answer, QueryOpcodesLayout.NR_REQUEST_OPCODES, hidden::hasOpcode);
        trim(answer, QueryOpcodesLayout.NR_REGISTER_OPCODES, hidden::hasRegisterOp);
        clear(answer, QueryOpcodesLayout.FEATURE_FLAGS, hidden.features());
        clear(answer, QueryOpcodesLayout.RING_SETUP_FLAGS, hidden.setupFlags());
        clear(answer, QueryOpcodesLayout.ENTER_FLAGS, hidden.enterFlags());
        clear(answer, QueryOpcodesLayout.SQE_FLAGS, hidden.sqeFlags());
    }

    private static void trim(MemorySegment answer, long offset, IntPredicate isHidden) {
        if (answer.byteSize() >= offset + Integer.BYTES) {
            int count = answer.get(JAVA_INT_UNALIGNED, offset);
            answer.set(JAVA_INT_UNALIGNED, offset, countKept(count, isHidden));
        }
    }

    private static void clear(MemorySegment answer, long offset, int bits) {
        if (answer.byteSize() >= offset + Long.BYTES) {
            long kept = answer.get(JAVA_LONG_UNALIGNED, offset) & ~Integer.toUnsignedLong(bits);
            answer.set(JAVA_LONG_UNALIGNED, offset, kept);
        }
    }

    private static int countKept(int count, IntPredicate isHidden) {
        int kept = count;
        while (kept > 0 && isHidden.test(kept - 1)) {
            kept--;
        }
        return kept;
    }
}
