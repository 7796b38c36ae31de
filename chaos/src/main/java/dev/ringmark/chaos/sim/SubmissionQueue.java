package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.RingFlag;

/// A ring's SQ from the kernel's side: it owns the head and the flags, and believes the tail.
final class SubmissionQueue {

    private final RingShape shape;
    private final long rings;
    private final long sqes;
    private int head;
    private int flags;
    private boolean isClosed;

    SubmissionQueue(RingShape shape, long rings, long sqes) {
        this.shape = shape;
        this.rings = rings;
        this.sqes = sqes;
    }

    /// How many SQEs are published and not consumed, no more than there are entries.
    int available() {
        if (isClosed) {
            return 0;
        }
        int published = UserMemory.getIntAcquire(rings + RingShape.SQ_TAIL) - head;
        return Math.clamp(published, 0, shape.sqEntries());
    }

    /// Consumes one.
    ///
    /// @return the SQE's address, or 0 when the array pointed nowhere
    long next() {
        int slot = head & (shape.sqEntries() - 1);
        head++;
        if (shape.hasArray()) {
            long entry = rings + shape.arrayOffset() + (long) slot * Integer.BYTES;
            slot = UserMemory.getInt(entry);
            if (Integer.compareUnsigned(slot, shape.sqEntries()) >= 0) {
                long dropped = rings + RingShape.SQ_DROPPED;
                UserMemory.setIntRelease(dropped, UserMemory.getInt(dropped) + 1);
                return 0;
            }
        }
        return sqes + ((long) slot << shape.sqeShift());
    }

    /// Gives the entries consumed back to user space.
    void publishHead() {
        UserMemory.setIntRelease(rings + RingShape.SQ_HEAD, head);
    }

    /// The memory is gone: nothing is read or written any more.
    void close() {
        isClosed = true;
    }

    boolean has(RingFlag flag) {
        return (flags & flag.bits()) != 0;
    }

    void set(RingFlag flag, boolean on) {
        int changed = on ? flags | flag.bits() : flags & ~flag.bits();
        if (changed != flags && !isClosed) {
            flags = changed;
            UserMemory.setIntRelease(rings + RingShape.SQ_FLAGS, flags);
        }
    }
}
