package dev.ringmark.runtime.shard;

/// What became of a request to start an operation.
public enum Admission {
    /// It has a permit and will end exactly once.
    ACCEPTED,
    /// It waits in line for a permit, and will end exactly once.
    WAITING,
    /// No permit is free, or others wait for one: it was not taken.
    FULL,
    /// Its descriptor is being closed: it was not taken.
    GONE,
    /// The driver is closing: it was not taken.
    CLOSING,
    /// The ring has failed: it was not taken.
    FAILED;

    /// Whether the operation was taken, so that it will end.
    public boolean isTaken() {
        return this == ACCEPTED || this == WAITING;
    }
}
