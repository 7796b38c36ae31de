package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.EndReason;

/// An operation that ended without an answer of the kernel's.
public final class AbandonedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final EndReason reason;

    AbandonedException(Object operation, EndReason reason) {
        super(operation + " ended without an answer: " + reason);
        this.reason = reason;
    }

    /// Why.
    public EndReason reason() {
        return reason;
    }
}
