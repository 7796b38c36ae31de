package dev.ringmark.chaos.sim;

/// Where regular files are, with room for so many bytes and no holes: all of a file takes room.
final class Disk {

    private final long size;
    private long used;

    /// @param size in bytes
    Disk(long size) {
        this.size = size;
    }

    /// Takes room, as much as there is.
    ///
    /// @param wanted how many bytes more, 0 or more
    /// @return how many there were
    long take(long wanted) {
        long taken = Math.min(wanted, size - used);
        used += taken;
        return taken;
    }

    /// Gives room back.
    void giveBack(long bytes) {
        used -= bytes;
    }
}
