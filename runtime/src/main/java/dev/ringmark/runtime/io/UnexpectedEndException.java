package dev.ringmark.runtime.io;

/// A stream that ended in the middle of what was read from it; [Progress#of] says how much of that
/// had come.
public final class UnexpectedEndException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnexpectedEndException(String what, long expected, long bytes) {
        super("the stream ended after " + bytes + " of the " + expected + " bytes of " + what);
        Progress.add(this, bytes);
    }

    UnexpectedEndException(String message) {
        super(message);
    }
}
