package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/// What REGISTER_PROBE says about opcodes (io_uring_register(2), since 5.6).
///
/// @param result 0, or `-errno` when the kernel cannot be asked
/// @param lastOpcode the highest opcode the kernel knows
/// @param supported the opcodes whose flag is set
record OpcodeProbe(int result, int lastOpcode, BitSet supported) {

    private static final int OPCODES_MAX = 256;

    static OpcodeProbe ask(Ring ring) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment probe =
                    arena.allocate(ProbeLayout.SIZE + OPCODES_MAX * ProbeOpLayout.SIZE, Long.BYTES);
            int result = ring.register(RegisterOp.PROBE, probe, OPCODES_MAX);
            BitSet supported = new BitSet();
            if (result < 0) {
                return new OpcodeProbe(result, -1, supported);
            }
            int count = Byte.toUnsignedInt(probe.get(JAVA_BYTE, ProbeLayout.OPS_LEN));
            for (int index = 0; index < count; index++) {
                long entry = ProbeLayout.SIZE + index * ProbeOpLayout.SIZE;
                int flags = probe.get(JAVA_SHORT, entry + ProbeOpLayout.FLAGS);
                if ((flags & RegistrationOption.IO_URING_OP_SUPPORTED.bits()) != 0) {
                    supported.set(
                            Byte.toUnsignedInt(probe.get(JAVA_BYTE, entry + ProbeOpLayout.OP)));
                }
            }
            int last = Byte.toUnsignedInt(probe.get(JAVA_BYTE, ProbeLayout.LAST_OP));
            return new OpcodeProbe(result, last, supported);
        }
    }

    boolean has(Opcode opcode) {
        return supported.get(opcode.bits());
    }
}
