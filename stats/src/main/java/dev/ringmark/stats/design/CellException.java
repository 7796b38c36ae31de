package dev.ringmark.stats.design;

import java.io.Serial;

/// A cell of a plan that could not be run for a reason that holds for the others too.
public final class CellException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// What was tried and what came back.
    public CellException(String message) {
        super(message);
    }

    /// The same, and what brought it about.
    public CellException(String message, Throwable cause) {
        super(message, cause);
    }
}
