package dev.ringmark.runtime.event;

/// Hears of every operation of a driver, on the driver's thread.
///
/// It may start operations itself, on the driver or by `Loop.submit`: what it starts is not told,
/// nor how that ends, so there is no recursion. It must not wait. What it throws is counted as a
/// callback's failure, and harms nobody.
public interface OperationListener {

    /// An operation's SQE was written.
    ///
    /// @param id counts up, and is the operation's own until its last completion
    /// @param opcode the SQE's
    /// @param fd the SQE's: an fd, a slot, or what the operation makes of that field
    /// @param length the SQE's
    void submitted(long id, int opcode, int fd, int length);

    /// A CQE has come, or the operation has ended without one.
    ///
    /// @param result the CQE's; `-ECANCELED` for an operation that ended without one
    /// @param isLast whether it is over
    void completed(long id, int opcode, int fd, int length, int result, boolean isLast);
}
