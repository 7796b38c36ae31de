package dev.ringmark.runtime.shard;

/// What a waker rings so that a sleeping ring gets a CQE.
sealed interface Bell permits EventBell, MessageBell {

    /// Any thread.
    ///
    /// @return 0 or more, or `-errno` when the loop may not have heard it
    int ring();

    /// Takes the bell away; nobody may be ringing.
    void close();
}
