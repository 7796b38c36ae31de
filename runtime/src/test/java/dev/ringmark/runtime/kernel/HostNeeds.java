package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.probe.Opcodes;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Assumptions;

/// What a test needs of the kernel it happens to run on; where that is missing the test is aborted
/// in words, because it would show nothing about this code.
public final class HostNeeds {

    private HostNeeds() {}

    /// A kernel that makes such rings.
    public static void ring(RingOptions options) {
        try {
            Ring.open(Kernel.host(), options).close();
        } catch (RingException e) {
            Assumptions.assumeFalse(
                    e.result() == Errno.EINVAL.negative(),
                    () -> here() + " does not make rings with " + options.describe());
            throw e;
        }
    }

    /// A kernel that has all of some operations.
    public static void opcodes(Opcode... opcodes) {
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(2))) {
            for (Opcode opcode : opcodes) {
                Assumptions.assumeTrue(
                        Opcodes.has(ring, opcode), () -> here() + " does not have " + opcode);
            }
        }
    }

    /// A kernel of a release or a later one, for what it does beside io_uring and tells nobody.
    ///
    /// @param what that release has brought
    public static void release(String since, String what) {
        KernelVersion version = KernelVersion.parse(Kernel.host().release());
        Assumptions.assumeTrue(
                version.compareTo(KernelVersion.parse(since)) >= 0,
                () -> here() + " has not " + what + ", which came with " + since);
    }

    /// A kernel that answers REGISTER_QUERY.
    public static void query() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(QueryHeaderLayout.LAYOUT);
            header.set(JAVA_INT, QueryHeaderLayout.QUERY_OP, -1);
            int result = Kernel.host().register(-1, RegisterOp.QUERY.bits(), header, 0);
            Assumptions.assumeTrue(result == 0, () -> here() + " has no REGISTER_QUERY");
        }
    }

    private static String here() {
        return "this kernel (" + Kernel.host().release() + ")";
    }
}
