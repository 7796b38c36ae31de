package dev.ringmark.runtime.op;

/// Which directions of a connection end: SHUT_* of shutdown(2).
public enum Half {
    /// Nothing is received any more.
    RECEIVE,
    /// Nothing is sent any more; the other side reads to the end.
    SEND,
    BOTH
}
