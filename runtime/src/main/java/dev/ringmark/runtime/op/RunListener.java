package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.EndReason;

/// Hears how the operations of a [Run] end, on the driver's thread.
///
/// @param <R> what the kernel's answer means
public interface RunListener<R> {

    /// The kernel has answered.
    ///
    /// @param run may be started again
    /// @param result the operation's result, or `-errno`
    /// @param flags bits of [dev.ringmark.runtime.uapi.CqeFlag]
    void completed(Run<R> run, int result, int flags);

    /// It ended without an answer.
    ///
    /// @param run may be started again, unless the ring has failed or its driver is closed
    void abandoned(Run<R> run, EndReason reason);
}
