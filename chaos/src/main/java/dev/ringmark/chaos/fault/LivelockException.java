package dev.ringmark.chaos.fault;

import java.io.Serial;

/// Whoever drives the kernel enters it again and again, and gets nowhere.
public final class LivelockException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public LivelockException(String message) {
        super(message);
    }
}
