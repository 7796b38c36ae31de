package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Admission;

/// A driver that did not take an operation: its bound is reached, it is closing, or its ring has
/// failed.
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Admission admission;

    RefusedException(Object operation, Admission admission) {
        super(operation + " was not taken: " + reason(admission));
        this.admission = admission;
    }

    /// The driver's answer.
    public Admission admission() {
        return admission;
    }

    private static String reason(Admission admission) {
        return switch (admission) {
            case FULL -> "all permits of the driver are in use";
            case CLOSING -> "the driver is closing";
            case GONE -> "its file is closed, or about to be";
            case FAILED -> "the driver's ring has failed";
            case ACCEPTED, WAITING -> throw new IllegalArgumentException("it was taken");
        };
    }
}
