package dev.ringmark.conformance.checks.setup;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

/// What IORING_REGISTER_PROBE fills in.
///
/// @param memory a `struct io_uring_probe` with 256 entries
record Probe(MemorySegment memory) {

    /// More opcodes than fit into a byte there can't be.
    static final int OPCODES_MAX = 256;

    private static final int SUPPORTED = 1; // IO_URING_OP_SUPPORTED

    /// A zeroed probe with room for so many opcodes.
    static MemorySegment room(TestKernel kernel, int opcodes) {
        return kernel.memory(ProbeLayout.SIZE + opcodes * ProbeOpLayout.SIZE);
    }

    /// Asks a ring about all opcodes; the call must succeed.
    static Probe of(TestRing ring) {
        MemorySegment memory = room(ring.testKernel(), OPCODES_MAX);
        int result = ring.register(RegisterOp.PROBE, memory, OPCODES_MAX);
        ring.evidence().result("register(PROBE, 256)", 0, result);
        return new Probe(memory);
    }

    /// How many opcodes the kernel filled in, and knows.
    int length() {
        return memory.get(JAVA_BYTE, ProbeLayout.OPS_LEN) & 0xff;
    }

    /// The highest opcode the kernel knows.
    int lastOpcode() {
        return memory.get(JAVA_BYTE, ProbeLayout.LAST_OP) & 0xff;
    }

    /// The opcode that an entry says it is about.
    int opcode(int index) {
        return memory.get(JAVA_BYTE, entry(index) + ProbeOpLayout.OP) & 0xff;
    }

    /// Whether the kernel says that it has an opcode.
    boolean supports(int opcode) {
        return (memory.get(JAVA_SHORT, entry(opcode) + ProbeOpLayout.FLAGS) & SUPPORTED) != 0;
    }

    private static long entry(int index) {
        return ProbeLayout.SIZE + index * ProbeOpLayout.SIZE;
    }
}
