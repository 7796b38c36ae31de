package dev.ringmark.runtime.kernel;

import dev.ringmark.runtime.uapi.Errno;

/// A call on the control path that the kernel refused: what was called, what came back, and what to
/// try.
public final class RingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int result;

    /// @param call the call, `io_uring_setup(entries 8, flags 0x2)`
    /// @param result what came back, `-errno`
    /// @param hint what to try, in a sentence
    public RingException(String call, int result, String hint) {
        super(call + " returned " + Errno.describe(result) + ": " + hint);
        this.call = call;
        this.result = result;
    }

    /// The call that failed.
    public String call() {
        return call;
    }

    /// What the kernel returned: negative, `-errno`.
    public int result() {
        return result;
    }
}
