package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.FileCalls;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.RwFlag;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.uapi.Errno;
import java.util.function.BooleanSupplier;

/// Reads and writes of one file on the caller's thread, for as long as that is the cheaper way.
final class InlineWay {

    /* A read from the page cache takes 0.6 us inline and 1.2 us from a task through the ring; a
     * buffered write on ext4 0.7 us inline and 7 us through the ring, because ext4 knows no
     * RWF_NOWAIT for writes (-EOPNOTSUPP), so that io_uring hands each to a kernel thread.
     *
     * A write without RWF_NOWAIT can wait: for dirty pages to go to the disk, or for the rest of a
     * page that is not cached. How long it took is the only way to know, so each is timed. One that
     * was slow says little: its thread may have lost the CPU. A second one with few fast ones
     * between them takes the way of the ring for a while, twice as long each time in a row.
     *
     * A read with RWF_NOWAIT of what is not cached returns 0 on 5.9 and 5.10, as if the file ended
     * there, and not -EAGAIN (preadv2(2), BUGS; seen on ext4 of 5.10.262). So every 0 is asked of
     * the ring once more, which costs one operation at the end of a file.
     *
     * The fields are written without order by whoever uses the file: a lost update costs one call
     * by the dearer way.
     */

    /// The caller has to take the ring.
    static final int TAKE_RING = Integer.MIN_VALUE;

    private static final int NO_WAIT = RwFlag.NOWAIT.bits();

    /// One call in so many lets other tasks run.
    private static final int CALLS_IN_A_ROW = 32;

    private static final int WAITING_WRITE_MAX = 128 << 10;
    private static final long SLOW_NS = 1_000_000;
    private static final int DOUBT = 16; // fast writes that make up for a slow one
    private static final long PAUSE_NS_MIN = 100_000_000;
    private static final long PAUSE_NS_MAX = 10_000_000_000L;

    private final Kernel kernel;
    private final FileCalls calls;
    private final int fd;
    private final boolean mayWait;
    private final BooleanSupplier isRegular;
    private boolean readsInline;
    private boolean writesInline;
    private boolean writesNoWait;
    private long writesAgainAt;
    private long pauseNs = PAUSE_NS_MIN;
    private int doubt;
    private int inARow;
    private long reads;
    private long writes;

    /// @param isPastCache whether the page cache cannot do anything for the file
    /// @param isRegular asks, at most once, whether it is a regular file; others wait for anything
    InlineWay(
            Kernel kernel,
            int fd,
            FilePolicy policy,
            boolean isPastCache,
            BooleanSupplier isRegular) {
        this.kernel = kernel;
        this.isRegular = isRegular;
        this.fd = fd;
        calls = kernel.calls().files();
        readsInline = policy != FilePolicy.RING && !isPastCache;
        writesInline = readsInline;
        writesNoWait = readsInline;
        mayWait = policy == FilePolicy.ADAPTIVE;
        writesAgainAt = kernel.nanoTime();
    }

    /// Reads what is cached.
    ///
    /// @return the result, or [#TAKE_RING]
    int read(OwnedBuffer buffer, long start, int length, long offset) {
        if (!readsInline) {
            return TAKE_RING;
        }
        giveWay();
        buffer.lend(this);
        int result;
        try {
            result = calls.read(fd, buffer.address() + start, length, offset, NO_WAIT);
        } finally {
            buffer.giveBack(this);
        }
        if (result > 0 || (result == 0 && length == 0)) {
            reads++;
            return result;
        }
        readsInline = !isUnknown(result);
        boolean isSure = result < 0 && result != Errno.EAGAIN.negative();
        return readsInline && isSure ? result : TAKE_RING;
    }

    /// Writes if it does not take long.
    ///
    /// @return the result, or [#TAKE_RING]
    int write(OwnedBuffer buffer, long start, int length, long offset) {
        if (!writesInline) {
            return TAKE_RING;
        }
        giveWay();
        int result = TAKE_RING;
        buffer.lend(this);
        try {
            if (writesNoWait) {
                result = calls.write(fd, buffer.address() + start, length, offset, NO_WAIT);
                if (isUnknown(result)) {
                    writesNoWait = false;
                    writesInline =
                            mayWait
                                    && result != Errno.ENOSYS.negative()
                                    && isRegular.getAsBoolean();
                    result = TAKE_RING;
                }
            }
            if (!writesNoWait && writesInline && length <= WAITING_WRITE_MAX) {
                result = timedWrite(buffer.address() + start, length, offset);
            }
        } finally {
            buffer.giveBack(this);
        }
        if (result >= 0) {
            writes++;
        }
        return result == Errno.EAGAIN.negative() ? TAKE_RING : result;
    }

    long reads() {
        return reads;
    }

    long writes() {
        return writes;
    }

    private int timedWrite(long address, int length, long offset) {
        long before = kernel.nanoTime();
        if (before - writesAgainAt < 0) {
            return TAKE_RING;
        }
        int result = calls.write(fd, address, length, offset, 0);
        long after = kernel.nanoTime();
        if (after - before <= SLOW_NS) {
            doubt = Math.max(0, doubt - 1);
            pauseNs = PAUSE_NS_MIN;
        } else if (doubt == 0) {
            doubt = DOUBT;
        } else {
            writesAgainAt = after + pauseNs;
            pauseNs = Math.min(2 * pauseNs, PAUSE_NS_MAX);
        }
        return result;
    }

    /// A task that never has to wait would keep its loop to itself.
    private void giveWay() {
        if (++inARow % CALLS_IN_A_ROW == 0 && Thread.currentThread().isVirtual()) {
            Task.snooze();
        }
    }

    /// Whether the kernel or the file system knows no such call.
    private static boolean isUnknown(int result) {
        return result == Errno.EOPNOTSUPP.negative()
                || result == Errno.ENOSYS.negative()
                || result == Errno.EINVAL.negative();
    }
}
