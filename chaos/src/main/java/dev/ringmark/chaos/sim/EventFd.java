package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;

/// eventfd(2): a counter that is ready while it is not 0.
final class EventFd extends SimFile {

    private static final long LARGEST = -2; // one less than the largest unsigned number

    private final boolean isSemaphore;
    private long count;

    EventFd(long count, boolean isSemaphore) {
        this.count = count;
        this.isSemaphore = isSemaphore;
    }

    @Override
    int ready() {
        return (count != 0 ? PollEvents.IN : 0) | (count != LARGEST ? PollEvents.OUT : 0);
    }

    @Override
    int read(long address, int size, long offset) {
        if (size < Long.BYTES) {
            return Errno.EINVAL.negative();
        }
        if (count == 0) {
            return WOULD_BLOCK;
        }
        long given = isSemaphore ? 1 : count;
        UserMemory.setLong(address, given);
        count -= given;
        changed();
        return Long.BYTES;
    }

    @Override
    int write(long address, int size, long offset) {
        if (size < Long.BYTES) {
            return Errno.EINVAL.negative();
        }
        long more = UserMemory.getLong(address);
        if (more == -1) {
            return Errno.EINVAL.negative();
        }
        if (Long.compareUnsigned(LARGEST - count, more) < 0) {
            return WOULD_BLOCK;
        }
        count += more;
        changed();
        return Long.BYTES;
    }

    /// Somebody else writes it, once or until it is full.
    void stray(boolean fills) {
        if (count != LARGEST) {
            count = fills ? LARGEST : count + 1;
        }
        changed();
    }

    /// A ring counts one completion more.
    void signal() {
        if (count != LARGEST) {
            count++;
        }
        changed(true);
    }
}
