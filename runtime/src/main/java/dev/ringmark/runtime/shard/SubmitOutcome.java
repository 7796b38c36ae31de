package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.uapi.Errno;

/// What an enter's answer asks of the caller: the one place where its errors are told apart.
sealed interface SubmitOutcome {

    /// The kernel did what it was asked, whole or in part.
    enum Done implements SubmitOutcome {
        DONE
    }

    /// Nothing is wrong with the ring: enter again.
    enum Retry implements SubmitOutcome {
        INTERRUPTED
    }

    /// The kernel lacks room: take completions out, then enter again.
    enum ReapThenRetry implements SubmitOutcome {
        /// Requests cannot be allocated now.
        NO_RESOURCES,
        /// Completions have to be reaped first.
        BUSY
    }

    /// The ring is of no more use.
    record Fatal(Failure failure) implements SubmitOutcome {}

    /// Tells what an answer of io_uring_enter(2) asks for.
    ///
    /// @param result SQEs taken, or `-errno`
    static SubmitOutcome of(int result) {
        // -ETIME: the wait's time has passed, which its caller sees by the clock.
        if (result >= 0 || result == Errno.ETIME.negative()) {
            return Done.DONE;
        }
        if (result == Errno.EINTR.negative()) {
            return Retry.INTERRUPTED;
        }
        if (result == Errno.EBUSY.negative()) {
            return ReapThenRetry.BUSY;
        }
        if (result == Errno.EAGAIN.negative() || result == Errno.ENOMEM.negative()) {
            return ReapThenRetry.NO_RESOURCES;
        }
        return new Fatal(new Failure("io_uring_enter", result, reason(result)));
    }

    private static String reason(int result) {
        return switch (Errno.describe(result)) {
            case "-EBADR" -> "the kernel has dropped completions for want of memory (since 5.19)";
            case "-EOWNERDEAD" -> "the SQPOLL thread has died";
            case "-EEXIST" -> "SINGLE_ISSUER, and this is not the thread that made the ring";
            case "-EBADFD" -> "the ring is disabled (R_DISABLED): enable it on the owner's thread";
            case "-EBADF", "-EOPNOTSUPP", "-ENXIO" ->
                    "the ring's fd is not a ring any more, or the ring is being torn down";
            default -> "no enter of the driver's can be answered so";
        };
    }
}
