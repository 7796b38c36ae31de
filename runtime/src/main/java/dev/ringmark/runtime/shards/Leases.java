package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.op.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Which files are whose right now. Any thread.
final class Leases {

    /* The clock is asked before the lock is taken: a kernel is never called under it. So times may
     * go back a little from one holder of the lock to the next, which costs a lease that much.
     */

    /// From so many on, those that are over are looked for before there is another one.
    static final int SWEEP_SIZE = 1024;

    private final Map<Target<?>, Lease> byFile = new HashMap<>();
    private final LongSupplier clock;
    private final long timeNs;
    private int sweepAt = SWEEP_SIZE;

    /// @param timeNs how long a file stays where it is after the last operation on it
    Leases(LongSupplier clock, long timeNs) {
        this.clock = clock;
        this.timeNs = timeNs;
    }

    /// Decides where an operation on a file goes, and holds that until [#end].
    ///
    /// @param choose a shard, by preference the one it is given
    Lease begin(Target<?> file, Affinity affinity, Function<@Nullable Shard, Shard> choose) {
        return begin(file, affinity, choose, clock.getAsLong());
    }

    private synchronized Lease begin(
            Target<?> file, Affinity affinity, Function<@Nullable Shard, Shard> choose, long now) {
        Lease lease = byFile.get(file);
        boolean isDead = lease != null && !lease.shard.isOpen();
        if (lease == null || isDead || !lease.isBinding(now)) {
            Shard before = lease == null || isDead || lease.isOver(now) ? null : lease.shard;
            Shard shard = choose.apply(before);
            if (lease == null || !shard.equals(lease.shard)) {
                sweep(now);
                lease = new Lease(shard);
                byFile.put(file, lease);
            }
        }
        lease.begin(affinity);
        return lease;
    }

    /// An operation that had begun has ended.
    void end(Target<?> file, Lease lease, Affinity affinity) {
        end(file, lease, affinity, clock.getAsLong());
    }

    private synchronized void end(Target<?> file, Lease lease, Affinity affinity, long now) {
        lease.end(affinity, now + timeNs, now);
        if (lease.isOver(now)) {
            byFile.remove(file, lease);
        }
    }

    /// A file is gone: whatever comes under its number is another one.
    synchronized void forget(Target<?> file) {
        byFile.remove(file);
    }

    /// How many files are somebody's.
    int size() {
        return size(clock.getAsLong());
    }

    private synchronized int size(long now) {
        byFile.values().removeIf(lease -> lease.isOver(now));
        return byFile.size();
    }

    private void sweep(long now) {
        if (byFile.size() >= sweepAt) {
            byFile.values().removeIf(lease -> lease.isOver(now));
            sweepAt = Math.max(SWEEP_SIZE, 2 * byFile.size());
        }
    }
}
