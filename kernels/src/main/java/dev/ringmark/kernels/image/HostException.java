package dev.ringmark.kernels.image;

import java.io.Serial;

/// This machine can't do it: a tool, space or a right is missing. The message says what to try.
public final class HostException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// Says what was wanted, what came, and what to try.
    public HostException(String message) {
        super(message);
    }

    /// The same, with what came underneath.
    public HostException(String message, Throwable cause) {
        super(message, cause);
    }
}
