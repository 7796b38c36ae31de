package dev.ringmark.chaos.sim;

/// How far issuing a request brought it.
enum Step {
    /// It has its result.
    DONE,
    /// It waits for its file to become ready, and is then issued again.
    WAIT,
    /// Somebody else will end it: a timer, a cancel, another request.
    ARMED
}
