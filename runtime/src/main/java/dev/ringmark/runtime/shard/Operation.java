package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;
import org.jspecify.annotations.Nullable;

/// What a program asks of the ring, and where the answer goes.
///
/// One object is one operation at a time, and may be started again once it has ended. All methods
/// are called on the driver's thread, [#released()] of a quarantined operation excepted. An
/// operation that was accepted ends exactly once: with the last [#completed], or with
/// [#abandoned].
///
/// Memory that [#prepare] names belongs to the kernel until [#released()]: neither a cancel nor the
/// end of the driver gives it back earlier. Keep it reachable from the operation, and allocate it
/// from an arena that any thread may close.
public abstract class Operation {

    /// Where an operation is. IN_RING: its SQE is written, and the kernel may have it.
    enum Stage {
        IDLE,
        WAITING,
        STAGED,
        IN_RING
    }

    Stage stage = Stage.IDLE;
    long userData;

    /// How many SQEs had been written to the ring before this one's.
    long position;

    /// Until when it waits for a permit, on the kernel's clock.
    long deadline;

    /// Whether its outcome has been told though the kernel still has it.
    boolean isOrphaned;

    boolean wantsCancel;
    @Nullable OperationQueue queue;
    @Nullable Operation previous;
    @Nullable Operation next;

    /// Whether the kernel, or the way to it, has this operation.
    public final boolean isPending() {
        return stage != Stage.IDLE;
    }

    /// Fills the SQE; the user data is the driver's and set afterwards.
    ///
    /// Called again for every re-arm. SQEs that are linked need a batch that nothing splits; use
    /// no link flags here.
    protected abstract void prepare(Sqe sqe);

    /// One CQE.
    ///
    /// @param result the operation's result, or `-errno`
    /// @param flags bits of [dev.ringmark.runtime.uapi.CqeFlag]; a zero-copy send's last CQE has
    ///     NOTIF and no result of its own
    /// @param isLast whether the operation ended with it
    protected abstract void completed(int result, int flags, boolean isLast);

    /// The operation ended without a last CQE.
    protected abstract void abandoned(EndReason reason);

    /// The kernel has let go of the memory: called once for each accepted start, after the outcome.
    protected void released() {}

    /// Whether a result of 0 or more is a new fd, which is closed when nobody is left to take it.
    protected boolean makesFile() {
        return false;
    }

    /// Whether to go on with a new SQE after a CQE that was the last of its multishot.
    boolean rearms(int result) {
        return false;
    }
}
