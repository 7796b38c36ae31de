package dev.ringmark.runtime.http;

/// A request that is answered with an error, after which the connection ends.
final class RefusedRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedRequest(int status, String why) {
        super(why, null, false, false);
        this.status = status;
    }

    /// The status of the answer.
    int status() {
        return status;
    }
}
