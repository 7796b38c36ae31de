package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.util.Arrays;

/// A file with content, opened: always ready, and short only at its end.
final class RegularFile extends SimFile {

    /// What is in a file, however often it is opened.
    static final class Content {
        private byte[] bytes;
        private int size;

        Content(byte[] bytes) {
            this.bytes = bytes;
            size = bytes.length;
        }
    }

    private static final int SIZE_MAX = 1 << 28;

    private final Content content;
    private final boolean isAppending;
    private final boolean isDirect;
    private long position;

    RegularFile(Content content, boolean isAppending, boolean isDirect) {
        this.content = content;
        this.isAppending = isAppending;
        this.isDirect = isDirect;
    }

    Content content() {
        return content;
    }

    /// Whether transfers bypass the page cache and so take their time.
    boolean isDirect() {
        return isDirect;
    }

    @Override
    int ready() {
        return PollEvents.IN | PollEvents.OUT;
    }

    @Override
    boolean isRegular() {
        return true;
    }

    @Override
    int read(long address, int size, long offset) {
        long from = offset == -1 ? position : offset;
        if (from < 0) {
            return Errno.EINVAL.negative();
        }
        int given = (int) Math.max(0, Math.min(size, content.size - from));
        if (given > 0) {
            UserMemory.write(address, content.bytes, (int) from, given);
        }
        if (offset == -1) {
            position += given;
        }
        return given;
    }

    @Override
    int write(long address, int size, long offset) {
        long to = isAppending ? content.size : offset == -1 ? position : offset;
        if (to < 0) {
            return Errno.EINVAL.negative();
        }
        if (to + size > SIZE_MAX) {
            return Errno.EFBIG.negative();
        }
        if (to + size > content.size) {
            truncate(to + size);
        }
        UserMemory.read(address, content.bytes, (int) to, size);
        if (offset == -1) {
            position = to + size;
        }
        return size;
    }

    @Override
    int truncate(long size) {
        if (size < 0) {
            return Errno.EINVAL.negative();
        }
        if (size > SIZE_MAX) {
            return Errno.EFBIG.negative();
        }
        int to = (int) size;
        if (to > content.bytes.length) {
            content.bytes = Arrays.copyOf(content.bytes, Math.max(to, 2 * content.bytes.length));
        } else if (to < content.size) {
            Arrays.fill(content.bytes, to, content.size, (byte) 0);
        }
        content.size = to;
        return 0;
    }
}
