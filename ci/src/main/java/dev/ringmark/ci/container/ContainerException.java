package dev.ringmark.ci.container;

import java.io.Serial;

/// What was asked for can't be run in a container; the message is one line for the person.
public final class ContainerException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// Whose business it is.
    public enum Blame {
        /// A policy or its name is wrong.
        INPUT,
        /// There is no engine, or it does not do what it must.
        ENGINE
    }

    private final Blame blame;

    /// Says who is to blame, and what came and what was expected.
    public ContainerException(Blame blame, String message) {
        super(message);
        this.blame = blame;
    }

    /// The same, with what came underneath.
    public ContainerException(Blame blame, String message, Throwable cause) {
        super(message, cause);
        this.blame = blame;
    }

    /// Whose business it is.
    public Blame blame() {
        return blame;
    }
}
