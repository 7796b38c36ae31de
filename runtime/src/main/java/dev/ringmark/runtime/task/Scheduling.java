package dev.ringmark.runtime.task;

/// Where a loop's tasks run.
public enum Scheduling {
    /// On the loop's own thread, one at a time: a wait for the ring costs a park.
    ON_LOOP,
    /// On the JDK's scheduler, several at a time: a wait for the ring is handed to the loop's
    /// thread and back.
    HAND_OFF
}
