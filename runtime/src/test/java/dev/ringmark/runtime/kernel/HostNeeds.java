package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
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
