package dev.ringmark.runtime.shards;

/// A file's place on a shard while operations on it are under way, and a little longer. Guarded by
/// [Leases].
final class Lease {

    final Shard shard;
    private int users;
    private int holders;
    private boolean isBinding;
    private long freeAt;

    Lease(Shard shard) {
        this.shard = shard;
    }

    /// Whether the next operation on the file has to come here.
    boolean isBinding(long now) {
        return holders > 0 || (isBinding && (users > 0 || freeAt - now > 0));
    }

    /// Whether nothing is left of it.
    boolean isOver(long now) {
        return users == 0 && freeAt - now <= 0;
    }

    void begin(Affinity affinity) {
        users++;
        isBinding |= affinity == Affinity.STRONG;
        holders += affinity == Affinity.HARD ? 1 : 0;
    }

    /// One operation has ended; the last one leaves it free at a time, a multishot at once.
    void end(Affinity affinity, long freeTime, long now) {
        users--;
        holders -= affinity == Affinity.HARD ? 1 : 0;
        if (users == 0) {
            freeAt = affinity == Affinity.HARD ? now : freeTime;
            isBinding &= affinity != Affinity.HARD;
        }
    }
}
