package dev.ringmark.runtime.op;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.uapi.Errno;
import org.jspecify.annotations.Nullable;

/// An operation that has ended.
///
/// @param <R> what the kernel's answer means
public final class Completed<R> {

    // Each operation of a task makes one of these, of 32 bytes: no field more.

    private final Request<R> request;
    private final int result;
    private final int flags;
    private final boolean isExpired;

    /// The value, until it is taken, or why there is none: an [EndReason], which no value is.
    private @Nullable Object outcome;

    private Completed(
            Request<R> request,
            int result,
            int flags,
            @Nullable Object outcome,
            boolean isExpired) {
        this.request = request;
        this.result = result;
        this.flags = flags;
        this.outcome = outcome;
        this.isExpired = isExpired;
    }

    static <R> Completed<R> answered(
            Request<R> request, int result, int flags, @Nullable R value, boolean isExpired) {
        return new Completed<>(request, result, flags, value, isExpired);
    }

    static <R> Completed<R> abandoned(Request<R> request, EndReason end, boolean isExpired) {
        return new Completed<>(request, 0, 0, end, isExpired);
    }

    /// Whether the kernel did what was asked.
    public boolean isSuccess() {
        return endReason() == null && request.isSuccess(result);
    }

    /// Whether it was cancelled, by the program, a timeout, a broken link or the end of the driver.
    public boolean isCancelled() {
        EndReason end = endReason();
        return end == null
                ? result == Errno.ECANCELED.negative()
                : end == EndReason.CANCELLED || end == EndReason.CLOSING;
    }

    /// Whether it was stopped: cancelled, or interrupted in a kernel thread.
    public boolean isStopped() {
        return isCancelled() || (endReason() == null && Errno.isInterruption(result));
    }

    /// The fds that it has made, for whoever is to close them when nobody takes its result.
    public int[] newFiles() {
        R made = value();
        return made == null ? new int[0] : request.filesOf(result, made);
    }

    /// Whether its time was up; it may have ended by itself in the same moment.
    public boolean isExpired() {
        return isExpired;
    }

    /// Why it ended without an answer, or null when there is one.
    public @Nullable EndReason endReason() {
        return outcome instanceof EndReason end ? end : null;
    }

    /// The CQE's result as it is, negative for an error.
    ///
    /// @throws AbandonedException when there was no CQE
    public int raw() {
        requireAnswer();
        return result;
    }

    /// The CQE's flags.
    ///
    /// @throws AbandonedException when there was no CQE
    public int flags() {
        requireAnswer();
        return flags;
    }

    /// Moves the result out, once.
    ///
    /// @throws RingException when the kernel said no, with the operation and the error
    /// @throws AbandonedException when the kernel said nothing
    /// @throws IllegalStateException when it was taken before
    public R take() {
        requireAnswer();
        if (!request.isSuccess(result)) {
            String hint = isExpired ? "its time was up" : "the operation did not succeed";
            throw new RingException(request.toString(), result, hint);
        }
        R taken = value();
        if (taken == null) {
            throw new IllegalStateException("take: the result of " + request + " was taken before");
        }
        outcome = null;
        return taken;
    }

    @SuppressWarnings("unchecked") // what is no reason is the value that it was made with
    private @Nullable R value() {
        return outcome instanceof EndReason ? null : (R) outcome;
    }

    @Override
    public String toString() {
        EndReason end = endReason();
        return request + ": " + (end == null ? Errno.describe(result) : end.toString());
    }

    private void requireAnswer() {
        EndReason end = endReason();
        if (end != null) {
            throw new AbandonedException(request, end);
        }
    }
}
