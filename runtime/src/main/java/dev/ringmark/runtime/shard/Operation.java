package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;
import org.jspecify.annotations.Nullable;

/// What a program asks of the ring, and where the answer goes.
///
/// One object is one operation at a time, and may be started again once it has ended. All methods
/// are called on the driver's thread, [#released()] of a quarantined operation excepted. An
/// operation that was accepted ends exactly once: with the last [#completed], or with
/// [#abandoned]; from [#released()] on it may be started again.
///
/// Memory that [#prepare] names belongs to the kernel until [#released()]: neither a cancel nor the
/// end of the driver gives it back earlier. Keep it reachable from the operation, and allocate it
/// from an arena that any thread may close.
public abstract class Operation {

    /// Where an operation is. IN_RING: its SQE is written, and the kernel may have it. PAUSED: a
    /// multishot without credit, of which the kernel knows nothing.
    enum Stage {
        IDLE,
        WAITING,
        STAGED,
        IN_RING,
        PAUSED
    }

    /// What a CQE makes of its operation.
    enum Fate {
        /// More CQEs of the same SQE will come.
        GOES_ON,
        /// More will come, and the operation wants none: it is to be cancelled, then pauses.
        GOES_ON_UNWANTED,
        /// Its SQE is done with, and a new one is to go on.
        REARMS,
        /// Its SQE is done with, and a new one will go on once there is credit.
        PAUSES,
        /// As PAUSES, and the CQE says nothing but that.
        PAUSES_SILENTLY,
        /// Its SQE was refused for what it asks; another one asks for the same in another way. The
        /// program hears nothing of it.
        RETRIES,
        /// It is over.
        ENDS
    }

    Stage stage = Stage.IDLE;
    long userData;

    /// How many SQEs had been written to the ring before this one's.
    long position;

    /// Until when it waits for a permit, on the kernel's clock.
    long deadline;

    /// Whether its outcome has been told though the kernel still has it.
    boolean isOrphaned;

    /// The chain it was started in, until it ends; null when it is alone.
    Operation @Nullable [] chain;

    int chainIndex;

    /// What ties it to the next one of its chain: IO_LINK, IO_HARDLINK, or nothing.
    int linkBits;

    /// Whether its chain has one CQE, that of the member that ends it.
    boolean isQuiet;

    boolean wantsCancel;

    /// Whether a cancel has come back without its end.
    boolean isCancelDoubted;

    /// What somebody was told of it, until its end; null while nobody listens.
    Observer.@Nullable Seen seen;

    /// The descriptor that this start named, for as long as the kernel may use it.
    @Nullable Descriptor held;

    /// Whether [#takesOtherWay] is to be asked before the operation ends.
    protected boolean hasOtherWay;

    /// Whether it begins only when all before it have ended, and holds up all behind it. In a chain
    /// this goes for the whole of it.
    protected boolean isDrained;

    boolean isUntold;

    @Nullable OperationQueue queue;
    @Nullable Operation previous;
    @Nullable Operation next;

    /// Whether the kernel, or the way to it, has this operation.
    public final boolean isPending() {
        return stage != Stage.IDLE;
    }

    /// Fills the SQE, first of all with [Sqe#prepare]; the user data is set afterwards.
    ///
    /// Called again for every re-arm. Neither links nor CQE_SKIP_SUCCESS may be set:
    /// [Driver#startChain] and [Driver#startQuietChain] do that.
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
    /// Not for results that are direct descriptors: those go with their ring.
    protected boolean makesFile() {
        return false;
    }

    /// Its result when it succeeds and the kernel says nothing, as in a quiet chain
    /// ([Driver#startQuietChain]); below 0 when only the kernel can tell.
    protected int quietResult() {
        return -1;
    }

    /// The descriptor that the SQE names, if the driver is to close it ([Driver#closeFile]).
    protected @Nullable Descriptor descriptor() {
        return null;
    }

    /// Whether to fill another SQE instead of ending with this CQE, because the kernel does not
    /// know what the last one asked for. Asked only while [#hasOtherWay] is set.
    ///
    /// @param result the last CQE's
    /// @param flags the last CQE's
    protected boolean takesOtherWay(int result, int flags) {
        return false;
    }

    /// No listener is told of it, because one has started it.
    protected final void keepUntold() {
        isUntold = true;
    }

    /// The user data of its SQE, for operations that name it: an update, a cancel.
    ///
    /// @throws IllegalStateException when it is not on its way to the ring
    public final long userData() {
        if (stage != Stage.STAGED && stage != Stage.IN_RING) {
            throw new IllegalStateException("the operation has no SQE: it is " + stage);
        }
        return userData;
    }

    /// How many SQEs have to go into the ring together from this one on.
    final int unit() {
        return chain == null ? 1 : chain.length - chainIndex;
    }

    /// What a CQE makes of this operation.
    Fate fate(int result, boolean isLast) {
        return isLast ? Fate.ENDS : Fate.GOES_ON;
    }

    UserData.Kind kind() {
        return UserData.Kind.OPERATION;
    }
}
