package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fd numbers of the simulated process: the lowest free one is given out, as POSIX has it, so
/// that a number closed is a number reused.
final class FdTable {

    /// The numbers of the standard streams are never given out.
    private static final int FIRST = 3;

    private final int limit;
    private @Nullable SimFile[] files = new SimFile[64];
    private boolean[] closeOnExec = new boolean[64];

    /// @param limit RLIMIT_NOFILE
    FdTable(int limit) {
        this.limit = limit;
    }

    /// The file behind a number, or null.
    @Nullable SimFile get(int fd) {
        return fd >= 0 && fd < files.length ? files[fd] : null;
    }

    /// Gives a file the lowest free number.
    ///
    /// @return it, or -EMFILE
    int install(SimFile file, boolean cloexec) {
        int fd = FIRST;
        while (fd < files.length && files[fd] != null) {
            fd++;
        }
        if (fd >= limit) {
            return Errno.EMFILE.negative();
        }
        if (fd == files.length) {
            files = Arrays.copyOf(files, 2 * fd);
            closeOnExec = Arrays.copyOf(closeOnExec, 2 * fd);
        }
        files[fd] = file.retain();
        closeOnExec[fd] = cloexec;
        return fd;
    }

    /// Frees a number.
    int close(int fd) {
        SimFile file = get(fd);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        files[fd] = null;
        file.release();
        return 0;
    }

    boolean isCloseOnExec(int fd) {
        return closeOnExec[fd];
    }

    void setCloseOnExec(int fd, boolean on) {
        closeOnExec[fd] = on;
    }

    /// How many there may be.
    int limit() {
        return limit;
    }

    /// One more than any number in use.
    int end() {
        return files.length;
    }

    /// How many numbers are in use.
    int count() {
        int count = 0;
        for (SimFile file : files) {
            count += file == null ? 0 : 1;
        }
        return count;
    }
}
