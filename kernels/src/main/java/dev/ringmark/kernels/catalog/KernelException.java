package dev.ringmark.kernels.catalog;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A kernel that can't be had; the message is for the person who asked for it.
public final class KernelException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// Whose business it is.
    public enum Blame {
        /// The name, the file or the catalogue is wrong.
        INPUT,
        /// The package is no longer in the archive.
        VANISHED,
        /// The machine lacks a tool, a mirror, a network or space.
        MACHINE
    }

    private final Blame blame;

    /// Says who is to blame, and what was asked for, what came, and what to try.
    public KernelException(Blame blame, String message) {
        super(message);
        this.blame = blame;
    }

    /// The same, with what came underneath, if anything did.
    public KernelException(Blame blame, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.blame = blame;
    }

    /// Whose business it is.
    public Blame blame() {
        return blame;
    }
}
