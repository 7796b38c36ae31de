package dev.ringmark.runtime.fs;

/// Which way reads and writes of a file take.
///
/// What goes inline is a plain system call on the caller's thread. Opening, syncing, path
/// operations and everything on files opened with DIRECT or DATA_SYNC take the ring under every
/// policy; [FileCounts] says what became of the rest.
public enum FilePolicy {
    /// The cheapest way that was measured (docs/performance.md).
    ///
    /// Reads: inline what the page cache has (RWF_NOWAIT), the ring what would wait. Writes: inline
    /// with RWF_NOWAIT where the file system knows that (XFS, Btrfs); where it doesn't (ext4),
    /// inline up to 128 KiB for as long as such writes take less than 1 ms. Two that take longer
    /// with fewer than 16 others between them, because the kernel holds writers up, send the file's
    /// writes through the ring for 100 ms, and for up to 10 s when the next one is slow again.
    ADAPTIVE,
    /// The same, but nothing that could make the caller's thread wait: what RWF_NOWAIT doesn't do
    /// takes the ring. On ext4 that is every write, each through a kernel thread, at about nine
    /// times the price.
    NEVER_WAITING,
    /// Everything takes the ring.
    RING
}
