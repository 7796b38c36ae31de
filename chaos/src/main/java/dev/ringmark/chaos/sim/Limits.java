package dev.ringmark.chaos.sim;

/// What a simulated kernel has room for.
///
/// @param fds RLIMIT_NOFILE
/// @param diskSize how many bytes all files with names may have; a full disk is -ENOSPC
public record Limits(int fds, long diskSize) {

    static final Limits ANY = new Limits(1024, Long.MAX_VALUE);

    /// Room for so many bytes in files.
    public static Limits ofDisk(long size) {
        return new Limits(ANY.fds, size);
    }
}
