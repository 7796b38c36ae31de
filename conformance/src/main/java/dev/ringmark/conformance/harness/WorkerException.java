package dev.ringmark.conformance.harness;

import org.jspecify.annotations.Nullable;

/// No worker can be had: the run can't go on.
final class WorkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WorkerException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
