package dev.ringmark.runtime.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/// Where a thread's new memory lies, on a machine with several memory nodes: set_mempolicy(2),
/// get_mempolicy(2), sched_getcpu(3).
public final class MemoryPolicy {

    /* libc has no functions for the policies. Their numbers, set and get, by the JVM's name of the
     * architecture: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h. */
    private static final Map<String, int[]> NUMBERS =
            Map.of("amd64", new int[] {238, 239}, "aarch64", new int[] {237, 236});

    private static final int PREFERRED = 1;
    private static final int NODES_MAX = 1024;
    private static final int ENOSYS = 38;

    private MemoryPolicy() {}

    /// The CPU that the calling thread, or its carrier, runs on.
    ///
    /// @return its number, or `-errno`
    public static int cpu() {
        return LibcFunction.SCHED_GETCPU.isThere() ? LibcFunction.SCHED_GETCPU.call() : -ENOSYS;
    }

    /// Runs something whose first touch of new pages is to put them on a node, where that has room
    /// (MPOL_PREFERRED), and leaves the thread with the policy that it had. It must not let a
    /// virtual thread leave its carrier.
    ///
    /// @param node the node's number
    /// @return 0, or `-errno`: a filter may forbid it (containers' do), and a kernel without NUMA
    ///     has no such calls; the body has run all the same
    public static int preferring(int node, Runnable body) {
        int[] numbers = NUMBERS.get(System.getProperty("os.arch"));
        if (numbers == null || node < 0 || node >= NODES_MAX) {
            body.run();
            return -ENOSYS;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = arena.allocate(JAVA_INT);
            MemorySegment before = arena.allocate(NODES_MAX / Byte.SIZE, Long.BYTES);
            MemorySegment mask = arena.allocate(NODES_MAX / Byte.SIZE, Long.BYTES);
            mask.setAtIndex(JAVA_LONG, node / Long.SIZE, 1L << node % Long.SIZE);
            int result =
                    LibcFunction.SYSCALL.call(
                            numbers[1], mode.address(), before.address(), NODES_MAX, 0, 0);
            if (result == 0) {
                result =
                        LibcFunction.SYSCALL.call(
                                numbers[0], PREFERRED, mask.address(), NODES_MAX);
            }
            try {
                body.run();
            } finally {
                if (result == 0) {
                    result =
                            LibcFunction.SYSCALL.call(
                                    numbers[0], mode.get(JAVA_INT, 0), before.address(), NODES_MAX);
                }
            }
            return result;
        }
    }
}
