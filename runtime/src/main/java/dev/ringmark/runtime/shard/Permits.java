package dev.ringmark.runtime.shard;

import org.jspecify.annotations.Nullable;

/// The bound on operations under way, and the line of those that wait for one to end.
///
/// A permit is had before an operation gets a slot, so before any of its memory is the kernel's.
/// Strictly first come, first served: while somebody waits, a newcomer does too.
final class Permits {

    private final int permitsMax;
    private final int waitersMax;
    private final OperationQueue waiters = new OperationQueue();
    private int used;

    /// No deadline in the line is earlier: what makes looking for one cheap.
    private long earliest = Deadline.NEVER;

    /// @param permitsMax how many operations at once
    /// @param waitersMax how many may wait for a permit
    Permits(int permitsMax, int waitersMax) {
        this.permitsMax = permitsMax;
        this.waitersMax = waitersMax;
    }

    int used() {
        return used;
    }

    int waiting() {
        return waiters.size();
    }

    int max() {
        return permitsMax;
    }

    /// A permit, if one is free and nobody waits.
    Admission take() {
        return take(1);
    }

    /// So many permits or none.
    Admission take(int count) {
        if (count > permitsMax - used || !waiters.isEmpty()) {
            return Admission.FULL;
        }
        used += count;
        return Admission.ACCEPTED;
    }

    /// A permit, or a place in the line.
    Admission takeOrWait(Operation operation, long deadline) {
        if (take() == Admission.ACCEPTED) {
            return Admission.ACCEPTED;
        }
        if (waiters.size() == waitersMax) {
            return Admission.FULL;
        }
        operation.deadline = deadline;
        operation.stage = Operation.Stage.WAITING;
        waiters.add(operation);
        earliest = Math.min(earliest, deadline);
        return Admission.WAITING;
    }

    void giveBack() {
        if (used == 0) {
            throw new IllegalStateException("a permit came back that nobody had");
        }
        used--;
    }

    /// Whether somebody waits for whom there is a permit.
    boolean canPromote() {
        return used < permitsMax && !waiters.isEmpty();
    }

    /// The first in the line if there is a permit for it, which it then has.
    @Nullable Operation promote() {
        if (!canPromote()) {
            return null;
        }
        used++;
        return waiters.poll();
    }

    /// Somebody in the line whose deadline has come, taken out of it; else null.
    @Nullable Operation expired(long now) {
        if (Deadline.left(earliest, now) > 0) {
            return null;
        }
        long least = Deadline.NEVER;
        for (Operation each = waiters.first(); each != null; each = each.next) {
            if (Deadline.left(each.deadline, now) <= 0) {
                waiters.remove(each);
                return each;
            }
            least = Math.min(least, each.deadline);
        }
        earliest = least;
        return null;
    }

    /// No deadline in the line is earlier than this one.
    long earliest() {
        return waiters.isEmpty() ? Deadline.NEVER : earliest;
    }

    /// Somebody in the line, taken out of it; else null.
    @Nullable Operation evict() {
        return waiters.poll();
    }

    /// The first in the line, and through [Operation#next] the others; null when nobody waits.
    @Nullable Operation first() {
        return waiters.first();
    }

    void leave(Operation operation) {
        waiters.remove(operation);
    }
}
