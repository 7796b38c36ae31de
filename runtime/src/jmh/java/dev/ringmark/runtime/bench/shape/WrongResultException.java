package dev.ringmark.runtime.bench.shape;

/// An iteration did not do what it was to do: its time is worth nothing.
public final class WrongResultException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param what was computed
    public WrongResultException(String what, long expected, long found) {
        super(what + ": " + found + ", expected " + expected);
    }

    /// Passes if they are equal.
    ///
    /// @throws WrongResultException when they are not
    public static void unless(String what, long expected, long found) throws WrongResultException {
        if (expected != found) {
            throw new WrongResultException(what, expected, found);
        }
    }
}
