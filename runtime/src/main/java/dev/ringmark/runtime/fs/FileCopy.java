package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.uapi.Errno;
import java.util.Set;

/// The content of one file into another, by the first way that the kernel has for the two.
final class FileCopy {

    /* lseek(2) finds the ranges that have data, so that holes stay holes. Each is copied in pieces,
     * between which a cancel or a timeout is seen: copy_file_range(2) on a thread of the pool (it
     * waits for the disk, shares blocks where the file system can, and has no opcode), and where
     * the two files do not allow that, through a pipe by SPLICE, and where that is not possible
     * either, by a buffer. Which way goes is found out by the first piece.
     */

    private enum Way {
        RANGE,
        PIPE,
        BUFFER
    }

    private static final int PIECE = 1 << 20;
    private static final int PIPE_SIZE = 1 << 16;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final Set<Integer> NOT_THIS_WAY =
            Set.of(
                    Errno.EINVAL.negative(),
                    Errno.EXDEV.negative(),
                    Errno.ENOSYS.negative(),
                    Errno.EOPNOTSUPP.negative());

    private final File from;
    private final File to;
    private final WithoutRing withoutRing;
    private final long size;
    private Way way = Way.RANGE;
    private long copied;

    FileCopy(File from, File to, WithoutRing withoutRing) {
        this.from = from;
        this.to = to;
        this.withoutRing = withoutRing;
        size = from.size();
    }

    /// Copies, and says how many bytes.
    long copy() {
        try {
            if (size == 0) {
                way = Way.BUFFER; // files of /proc say so, and have content all the same
                byBuffer(0, Long.MAX_VALUE);
                return copied;
            }
            long at = 0;
            while (at < size) {
                long start = seek(at, SEEK_DATA);
                if (start < 0) {
                    break; // nothing but a hole to the end
                }
                long end = seek(start, SEEK_HOLE);
                range(start, end < 0 ? size : end);
                at = end < 0 ? size : end;
            }
            if (to.size() < size && from.size() >= size) {
                to.truncate(size);
            }
            return copied;
        } catch (RuntimeException e) {
            throw Progress.add(e, copied);
        }
    }

    private long seek(long at, int whence) {
        long found =
                withoutRing.onPool(
                        calls ->
                                from.held(each -> each.seek(from.fd().number(), at, whence))
                                        .applyAsLong(calls));
        if (found == Errno.ENXIO.negative()) {
            return -1;
        }
        if (NOT_THIS_WAY.contains((int) found)) {
            return whence == SEEK_DATA ? at : size;
        }
        if (found < 0) {
            throw Refusal.of((int) found, "lseek of " + from);
        }
        return found;
    }

    private void range(long start, long end) {
        long at = start;
        if (way == Way.RANGE) {
            at = byRange(at, end);
        }
        if (way == Way.PIPE) {
            at = byPipe(at, end);
        }
        if (way == Way.BUFFER) {
            byBuffer(at, end);
        }
    }

    /// Copies by the kernel alone, and says how far it came.
    private long byRange(long start, long end) {
        long at = start;
        while (at < end) {
            long offset = at;
            long length = Math.min(PIECE, end - at);
            long result =
                    withoutRing.onPool(
                            calls ->
                                    from.held(
                                                    to.held(
                                                            each ->
                                                                    each.copyRange(
                                                                            from.fd().number(),
                                                                            offset,
                                                                            to.fd().number(),
                                                                            offset,
                                                                            length)))
                                            .applyAsLong(calls));
            if (NOT_THIS_WAY.contains((int) result)) {
                way = Way.PIPE;
                return at;
            }
            if (result < 0) {
                throw Refusal.of((int) result, "copy_file_range of " + from + " to " + to);
            }
            if (result == 0) {
                return end; // the file has become shorter
            }
            copied += result;
            at += result;
        }
        return at;
    }

    /// Copies through a pipe, and says how far it came.
    private long byPipe(long start, long end) {
        SystemCalls calls = from.loop().kernel().calls();
        int[] ends = new int[2];
        Refusal.orResult(calls.pipe(ends, CLOSE_ON_EXEC), "pipe2");
        try {
            long at = start;
            while (at < end) {
                int length = (int) Math.min(PIPE_SIZE, end - at);
                int in;
                try {
                    in = from.spliceTo(Fd.of(ends[1]), at, length);
                } catch (RingException e) {
                    if (!NOT_THIS_WAY.contains(e.result())) {
                        throw e;
                    }
                    way = Way.BUFFER;
                    return at;
                }
                if (in == 0) {
                    return end;
                }
                for (int out = 0; out < in; ) {
                    try {
                        out += to.spliceFrom(Fd.of(ends[0]), at + out, in - out);
                    } catch (RingException e) {
                        if (!NOT_THIS_WAY.contains(e.result())) {
                            throw e;
                        }
                        way = Way.BUFFER;
                        return at + out;
                    }
                }
                at += in;
                copied += in;
            }
            return at;
        } finally {
            calls.close(ends[0]);
            calls.close(ends[1]);
        }
    }

    private void byBuffer(long start, long end) {
        OwnedBuffer buffer = OwnedBuffer.allocate(PIECE);
        try {
            long at = start;
            while (at < end) {
                int length = (int) Math.min(PIECE, end - at);
                int count = from.readAt(at, new Span(buffer, 0, length));
                if (count < 0) {
                    return;
                }
                to.writeAllAt(at, new Span(buffer, 0, count));
                at += count;
                copied += count;
            }
        } finally {
            if (!buffer.isLent()) {
                buffer.close();
            }
        }
    }
}
