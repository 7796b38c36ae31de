package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.uapi.Errno;

/// Why a ring is of no more use: the first error that nothing can be done about.
///
/// @param call what was called, `io_uring_enter`
/// @param result what came back
/// @param reason what that means, in a sentence
public record Failure(String call, int result, String reason) {

    /// The failure for people.
    public String describe() {
        return call + " returned " + Errno.describe(result) + ": " + reason;
    }
}
