package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.op.Flag;

/// What can happen to a file that is watched: IN_ of inotify(7).
public enum WatchKind implements Flag {
    ACCESSED(0x1),
    MODIFIED(0x2),
    /// Permissions, times, attributes, links.
    STATUS_CHANGED(0x4),
    /// One that was open for writing.
    CLOSED_AFTER_WRITE(0x8),
    CLOSED(0x10),
    OPENED(0x20),
    /// Out of the directory, or under another name in it.
    MOVED_FROM(0x40),
    /// Into the directory, or from another name in it.
    MOVED_TO(0x80),
    CREATED(0x100),
    DELETED(0x200),
    /// What is watched was itself deleted.
    SELF_DELETED(0x400),
    /// What is watched was itself moved.
    SELF_MOVED(0x800),
    /// Its file system was unmounted; not to be asked for.
    UNMOUNTED(0x2000),
    /// Events were lost, of whatever is watched; not to be asked for.
    OVERFLOWN(0x4000),
    /// It is watched no more; not to be asked for.
    IGNORED(0x8000),
    /// It is about a directory; not to be asked for.
    OF_DIRECTORY(0x4000_0000);

    private final int bits;

    WatchKind(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }
}
