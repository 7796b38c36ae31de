package dev.ringmark.runtime.op;

/// How one read or write differs from others of its file: RWF_* of preadv2(2).
public enum RwFlag implements Flag {
    /// High priority, polled completion (since 4.6).
    HIPRI(1),
    /// As if the file were O_DSYNC (since 4.7).
    DSYNC(2),
    /// As if the file were O_SYNC (since 4.7).
    SYNC(4),
    /// -EAGAIN instead of waiting for data (since 4.14).
    NOWAIT(8),
    /// Appends, whatever the offset (since 4.16).
    APPEND(16),
    /// Honours the offset though the file is O_APPEND (since 6.9).
    NOAPPEND(32),
    /// All or nothing, even across a power failure (since 6.11).
    ATOMIC(64),
    /// Does not stay in the page cache (since 6.14).
    DONTCACHE(128);

    private final int bits;

    RwFlag(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }
}
