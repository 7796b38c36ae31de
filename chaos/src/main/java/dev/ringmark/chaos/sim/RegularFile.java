package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.util.Arrays;

/// A file with content, opened: always ready, and short only at its end and on a full disk.
final class RegularFile extends SimFile {

    /// What is in a file, however often it is opened.
    static final class Content {
        private final Disk disk;
        private byte[] bytes = new byte[0];
        private int size;

        /// An empty one.
        Content(Disk disk) {
            this.disk = disk;
        }

        /// One that is on no disk.
        static Content of(byte[] bytes) {
            Content content = new Content(new Disk(SIZE_MAX));
            content.bytes = bytes;
            content.size = bytes.length;
            return content;
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
        int given = Math.clamp(grow(to + size) - to, 0, size);
        if (given == 0 && size > 0) {
            return Errno.ENOSPC.negative();
        }
        UserMemory.read(address, content.bytes, (int) to, given);
        if (offset == -1) {
            position = to + given;
        }
        return given;
    }

    @Override
    int truncate(long size) {
        if (size < 0) {
            return Errno.EINVAL.negative();
        }
        if (size > SIZE_MAX) {
            return Errno.EFBIG.negative();
        }
        if (size > content.size) {
            int before = content.size;
            if (grow(size) < size) {
                truncate(before);
                return Errno.ENOSPC.negative();
            }
            return 0;
        }
        Arrays.fill(content.bytes, (int) size, content.size, (byte) 0);
        content.disk.giveBack(content.size - size);
        content.size = (int) size;
        return 0;
    }

    /// Makes the file as large as it is to be, or as the disk allows.
    ///
    /// @return how large it is
    private long grow(long wanted) {
        if (wanted > content.size) {
            content.size += (int) content.disk.take(wanted - content.size);
            if (content.size > content.bytes.length) {
                int room = Math.max(content.size, 2 * content.bytes.length);
                content.bytes = Arrays.copyOf(content.bytes, room);
            }
        }
        return content.size;
    }
}
