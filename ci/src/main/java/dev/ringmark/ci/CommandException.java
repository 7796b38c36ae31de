package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.io.Serial;

/// Ends a command. Its message is the one line that the person sees.
final class CommandException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    CommandException(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    CommandException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    ExitStatus status() {
        return status;
    }
}
