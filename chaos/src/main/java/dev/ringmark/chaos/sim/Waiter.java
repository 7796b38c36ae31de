package dev.ringmark.chaos.sim;

/// Who hears when a file becomes ready.
interface Waiter {

    /// The file became ready, or may have.
    ///
    /// @param events bits of [PollEvents]
    /// @param byRing whether a ring's own completion made it ready
    void wake(int events, boolean byRing);
}
