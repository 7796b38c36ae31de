package dev.ringmark.chaos.sim;

/// The verdict that a wait will never end: no event can ever occur.
///
/// On a real kernel the caller would hang. Here it is told at once, and where.
public final class DeadlockException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadlockException(String waiting) {
        super(waiting + ", and no event can ever occur");
    }
}
