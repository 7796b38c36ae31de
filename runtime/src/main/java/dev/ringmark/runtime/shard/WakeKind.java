package dev.ringmark.runtime.shard;

/// How other threads end a driver's sleep.
public enum WakeKind {
    /// They write an eventfd that the ring polls: on every kernel.
    EVENTFD,
    /// They send the ring a message (SEND_MSG_RING, since 6.13), which needs no poll; an eventfd
    /// where the kernel has no such call.
    MESSAGE
}
