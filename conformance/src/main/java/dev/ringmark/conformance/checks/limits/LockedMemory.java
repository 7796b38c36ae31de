package dev.ringmark.conformance.checks.limits;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Capability;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

/// RLIMIT_MEMLOCK, and what is held against it: buffers that are registered, and on some kernels
/// the memory of rings.
///
/// The kernel counts for each user, over all processes; so the limit here is far above what other
/// processes of a user are likely to hold, and a VM has none.
final class LockedMemory {

    /// The limit while a check asks.
    static final long LIMIT = 4 << 20;

    /// A buffer well below the limit.
    static final long LITTLE = 64 << 10;

    /// A buffer well above the limit.
    static final long MUCH = 4 * LIMIT;

    private static final int RLIMIT_MEMLOCK = 8;

    private LockedMemory() {}

    /// Asks something with the limit in force, on a thread without CAP_IPC_LOCK, for those who have
    /// it are above the limit.
    static void limited(TestKernel kernel, Capability.Question question) throws Exception {
        withLimit(kernel, () -> Capability.IPC_LOCK.without(kernel, question));
    }

    /// Asks something with the limit in force, on this thread.
    static void withLimit(TestKernel kernel, Capability.Question question) throws Exception {
        long[] before = new long[1];
        int result = kernel.calls().limit(RLIMIT_MEMLOCK, LIMIT, before);
        if (result == Errno.EINVAL.negative()) {
            throw new CheckBlocked(
                    "the hard limit of locked memory is below "
                            + LIMIT
                            + " bytes: raise ulimit -l");
        }
        TestKernel.require("prlimit(RLIMIT_MEMLOCK)", result);
        try {
            question.ask();
        } finally {
            result = kernel.calls().limit(RLIMIT_MEMLOCK, before[0], new long[1]);
            TestKernel.require("prlimit(RLIMIT_MEMLOCK)", result);
        }
    }

    /// Registers one buffer of so many bytes.
    ///
    /// @return 0 or `-errno`
    static int register(TestRing ring, long size) {
        MemorySegment vector = ring.testKernel().memory(IovecLayout.SIZE);
        MemorySegment buffer = ring.testKernel().pages(size);
        vector.set(JAVA_LONG, IovecLayout.IOV_BASE, buffer.address());
        vector.set(JAVA_LONG, IovecLayout.IOV_LEN, size);
        return ring.register(RegisterOp.BUFFERS, vector, 1);
    }

    /// The call as it stands in evidence.
    static String call(long size) {
        return "register a buffer of " + (size >> 10) + " KiB";
    }
}
