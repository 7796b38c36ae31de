package dev.ringmark.runtime.io;

/// Something in a stream that is longer than its reader allows: nothing was stored beyond the
/// limit.
public final class TooLongException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param what what was read: `line`, `frame`
    /// @param length how long it is, in words where only that is known: `more`
    /// @param lengthMax the limit in bytes
    TooLongException(String what, String length, long lengthMax) {
        super(what + ": " + length + ", expected at most " + lengthMax + " bytes");
    }
}
