package dev.ringmark.runtime.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.IovecLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// preadv2(2) and pwritev2(2): reads and writes with RWF flags. On the hot path, so each has a
/// handle of its own that is a constant.
public final class VectorCalls {

    private static final MethodHandle READ = Downcalls.sixNumbers("preadv2");
    private static final MethodHandle WRITE = Downcalls.sixNumbers("pwritev2");

    /// One iovec per thread, for calls that have only one.
    private static final ThreadLocal<MemorySegment> ONE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(IovecLayout.SIZE, 8));

    private VectorCalls() {}

    /// Reads into one piece of memory.
    ///
    /// @param offset -1 for the file's position
    /// @param flags of preadv2(2)
    public static int read(int fd, long address, long length, long offset, int flags) {
        return readVector(fd, one(address, length), 1, offset, flags);
    }

    /// Writes from one piece of memory.
    ///
    /// @param offset -1 for the file's position
    /// @param flags of pwritev2(2)
    public static int write(int fd, long address, long length, long offset, int flags) {
        return writeVector(fd, one(address, length), 1, offset, flags);
    }

    /// Reads into several pieces.
    public static int readVector(int fd, long iovecs, int count, long offset, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            READ.invokeExact(
                                    capture,
                                    (long) fd,
                                    iovecs,
                                    (long) count,
                                    offset,
                                    (long) flags,
                                    0L);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("preadv2", thrown);
        }
    }

    /// Writes from several pieces.
    public static int writeVector(int fd, long iovecs, int count, long offset, int flags) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            WRITE.invokeExact(
                                    capture,
                                    (long) fd,
                                    iovecs,
                                    (long) count,
                                    offset,
                                    (long) flags,
                                    0L);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("pwritev2", thrown);
        }
    }

    private static long one(long address, long length) {
        MemorySegment iovec = ONE.get();
        iovec.set(JAVA_LONG, IovecLayout.IOV_BASE, address);
        iovec.set(JAVA_LONG, IovecLayout.IOV_LEN, length);
        return iovec.address();
    }
}
