package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.probe.KernelVersion;

/// A point at which kernels differ, and between which releases it is so.
public enum Switch {
    /// SQEs are refused with -EBUSY while completions are kept (liburing commit ba57d216).
    OVERFLOW_GATES_SUBMIT("5.5", "5.13"),
    /// A bad fd is found in preparation, and ends the batch (IORING_FEAT_LINKED_FILE).
    BAD_FD_ENDS_BATCH("5.1", "5.18"),
    /// A multishot request ends with the completion that does not fit.
    MULTISHOT_ENDS_ON_OVERFLOW("6.10", ""),
    /// Cancelling a futex wait answers with the number of waits ended.
    FUTEX_CANCEL_COUNTS("6.7", ""),
    /// A receive that selects from a group without buffers ends before there is data.
    NO_BUFFERS_AT_ONCE("6.9", ""),
    /// A read of an O_NONBLOCK file waits for data instead of ending with -EAGAIN (K23).
    NONBLOCK_WAITS("5.19", ""),
    /// ATTACH_WQ to an fd that is not open is -EBADF, later -ENXIO.
    CLOSED_WQ_IS_EBADF("5.6", "5.12"),
    /// POLL_ADD_LEVEL works; released headers have it, released kernels refuse it.
    POLL_LEVEL("99.0", ""),
    /// A completion that was dropped for want of memory ends a wait with -EBADR.
    DROPS_ARE_TOLD("5.19", ""),
    /// A receive with MSG_WAITALL that is short breaks its chain.
    SHORT_WAITALL_BREAKS_CHAIN("5.13", ""),
    /// A send with MSG_WAITALL goes on with what the socket had no room for.
    SENDS_ALL("5.19", ""),
    /// A send or receive with MSG_WAITALL that is cancelled says how much it has moved (commit
    /// 7e6b638ed501).
    CANCELLED_SAYS_WHAT_MOVED("6.1", "");

    private final KernelVersion since;
    private final KernelVersion until;

    Switch(String since, String until) {
        this.since = KernelVersion.parse(since);
        this.until = KernelVersion.parse(until.isEmpty() ? "1000.0" : until);
    }

    /// Whether a release is known to behave so.
    boolean isOnIn(KernelVersion release) {
        return release.reaches(since) && !release.reaches(until);
    }
}
