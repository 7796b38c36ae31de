package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.Opcode;

/// What PROBE says, for tests of other packages.
public final class Opcodes {

    private Opcodes() {}

    /// Whether the kernel lists an opcode.
    public static boolean has(Ring ring, Opcode opcode) {
        return OpcodeProbe.ask(ring).has(opcode);
    }
}
