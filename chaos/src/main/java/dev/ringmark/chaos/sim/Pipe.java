package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;

/// A pipe: bytes between two ends, each an open file.
final class Pipe {

    /// What a pipe holds unless F_SETPIPE_SZ says otherwise: 16 pages.
    static final int CAPACITY = 65_536;

    private final ByteQueue bytes;
    private final End readEnd = new ReadEnd();
    private final End writeEnd = new WriteEnd();

    Pipe(int capacity) {
        bytes = new ByteQueue(capacity);
    }

    SimFile readEnd() {
        return readEnd;
    }

    SimFile writeEnd() {
        return writeEnd;
    }

    /// One of the ends.
    private abstract static class End extends SimFile {
        boolean isGone;
    }

    private final class ReadEnd extends End {

        @Override
        int ready() {
            return (bytes.size() > 0 ? PollEvents.IN : 0) | (writeEnd.isGone ? PollEvents.HUP : 0);
        }

        @Override
        int read(long address, int size, long offset) {
            if (size == 0) {
                return 0;
            }
            if (bytes.size() == 0) {
                return writeEnd.isGone ? 0 : WOULD_BLOCK;
            }
            int taken = bytes.take(address, size);
            writeEnd.changed();
            return taken;
        }

        @Override
        int write(long address, int size, long offset) {
            return Errno.EBADF.negative();
        }

        @Override
        void released() {
            isGone = true;
            writeEnd.changed();
        }
    }

    private final class WriteEnd extends End {

        @Override
        int ready() {
            return (bytes.room() >= 4096 || bytes.size() == 0 ? PollEvents.OUT : 0)
                    | (readEnd.isGone ? PollEvents.ERR : 0);
        }

        @Override
        int read(long address, int size, long offset) {
            return Errno.EBADF.negative();
        }

        @Override
        int write(long address, int size, long offset) {
            if (readEnd.isGone) {
                return Errno.EPIPE.negative();
            }
            if (size == 0) {
                return 0;
            }
            // Up to PIPE_BUF a write is whole or not at all: pipe(7).
            if (bytes.room() == 0 || (size <= 4096 && bytes.room() < size)) {
                return WOULD_BLOCK;
            }
            int taken = bytes.put(address, size);
            readEnd.changed();
            return taken;
        }

        @Override
        void released() {
            isGone = true;
            readEnd.changed();
        }
    }
}
