package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.uapi.SqeFlag;

/// A request that the kernel answers once: an operation being built.
///
/// It has no result and cannot be waited for; [#submit] makes a [Submitted] of it, which in turn
/// cannot be changed or submitted.
///
/// @param <R> what the kernel's answer means
public abstract class Op<R> extends Request<R> {

    /// Starts it, on the driver's thread.
    ///
    /// @throws RefusedException when the driver does not take it; nothing has happened then
    /// @throws IllegalStateException when another operation has one of its buffers
    public final Submitted<R> submit(Driver driver) {
        Submitted<R> submitted = new Submitted<>(driver, this);
        Admission admission = submitted.start();
        if (!admission.isTaken()) {
            throw new RefusedException(this, admission);
        }
        return submitted;
    }

    /// This operation, begun only after everything submitted before it to the same driver has
    /// ended, and holding up everything submitted after it.
    ///
    /// The driver keeps that order itself, at the price of an enter. IO_DRAIN would also wait for
    /// what the driver has in its ring for as long as it lives (the poll of its wake source), and
    /// is refused by a ring that has skipped a completion (since 5.17; io_uring_enter(2)).
    public final Op<R> drained() {
        return new Modified<>(this, SqeFlag.IO_DRAIN.bits(), 0);
    }

    /// This operation, left to a kernel thread from the start (ASYNC, since 5.6).
    public final Op<R> async() {
        return new Modified<>(this, SqeFlag.ASYNC.bits(), 0);
    }

    /// This operation under credentials that were registered with the ring (since 5.6).
    ///
    /// @param id what the registration returned, 1 to 65535
    public final Op<R> personality(int id) {
        return new Modified<>(this, 0, Require.range("personality", id, 1, 0xffff));
    }
}
