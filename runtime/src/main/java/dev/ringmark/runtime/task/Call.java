package dev.ringmark.runtime.task;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.CqeFlag;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A request under way, and the thread that waits for it.
///
/// The caller may leave before the end: then the call stays with the driver until the kernel has
/// let go, and a file that it still makes is closed.
final class Call extends Operation implements Awaited {

    /* The outcome is written in the callbacks, and published when the driver has nothing to do with
     * the object any more, in released(): from then on the caller may use it again. The two
     * outcomes after which released() may never come, FAILED and QUARANTINED, are published at once
     * and spoil the object.
     *
     * A caller on another thread may leave at the moment of the outcome, so both take the state
     * word from WAITING by a CAS; on the loop's thread nothing is concurrent and a store will do.
     */

    private static final int WAITING = 0;
    private static final int DONE = 1;
    private static final int LEFT = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Call.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Loop loop;
    private final Thread waiter;
    private final boolean isLocal;
    private @Nullable RawRequest request;

    @SuppressWarnings("unused") // by STATE
    private int state = DONE;

    private int result;
    private @Nullable EndReason endReason;
    private @Nullable Admission refusal;
    private @Nullable RuntimeException fault;
    private boolean isSpoiled;

    /// @param isLocal whether the waiter runs on the loop's own thread
    Call(Loop loop, Thread waiter, boolean isLocal) {
        this.loop = loop;
        this.waiter = waiter;
        this.isLocal = isLocal;
    }

    /// The waiter's thread: makes it ready for a request.
    void begin(RawRequest next) {
        request = next;
        endReason = null;
        refusal = null;
        fault = null;
        STATE.setRelease(this, WAITING);
    }

    /// Whether another request can be made with it.
    boolean isReusable() {
        return !isSpoiled && isDone();
    }

    @Override
    public boolean isDone() {
        return (int) STATE.getAcquire(this) == DONE;
    }

    @Override
    public String toString() {
        RawRequest current = request;
        return current == null ? "a call" : current.toString();
    }

    /// The waiter's thread: nobody waits any more.
    ///
    /// @return false when the outcome has just come
    boolean leave() {
        return STATE.compareAndSet(this, WAITING, LEFT);
    }

    /// The driver did not take it.
    void refuse(Admission admission) {
        refusal = admission;
        try {
            release();
        } finally {
            publish();
        }
    }

    /// The result, once it is done.
    ///
    /// @throws TaskException when there is none
    int result() {
        if (refusal != null) {
            throw refused(refusal);
        }
        if (endReason != null) {
            throw fault == null ? ended(endReason) : fault;
        }
        return result;
    }

    /// Whether the kernel never saw it, because it was cancelled before.
    boolean isUnseen() {
        return endReason == EndReason.CANCELLED;
    }

    @Override
    protected void prepare(Sqe sqe) {
        RawRequest current = request;
        if (current == null) {
            throw new IllegalStateException("a call without a request");
        }
        try {
            current.prepare(sqe);
        } catch (RuntimeException e) {
            fault = e;
            throw e;
        }
    }

    @Override
    protected void completed(int value, int flags, boolean isLast) {
        if ((flags & CqeFlag.NOTIF.bits()) == 0) {
            result = value;
        }
    }

    @Override
    protected void abandoned(EndReason reason) {
        endReason = reason;
        if (reason == EndReason.FAILED || reason == EndReason.QUARANTINED) {
            isSpoiled = true;
            publish();
        }
    }

    @Override
    protected void released() {
        boolean isFile = makesFile() && endReason == null && result >= 0;
        try {
            release();
        } finally {
            boolean isHeard = isSpoiled || publish();
            if (!isHeard && isFile) {
                loop.closeFiles(result);
            }
        }
    }

    @Override
    protected boolean makesFile() {
        RawRequest current = request;
        return current != null && current.makesFile();
    }

    private void release() {
        RawRequest current = request;
        request = null;
        if (current != null) {
            current.released();
        }
    }

    /// Tells the waiter, if it is still there.
    private boolean publish() {
        if (isLocal) {
            if ((int) STATE.get(this) == LEFT) {
                return false;
            }
            STATE.setRelease(this, DONE);
        } else if (!STATE.compareAndSet(this, WAITING, DONE)) {
            return false;
        }
        LockSupport.unpark(waiter);
        return true;
    }

    static TaskException refused(Admission admission) {
        return switch (admission) {
            case FULL -> new TaskException.Overloaded("the line for a permit is full");
            case FAILED -> new TaskException.Closed("the ring has failed");
            case GONE -> new TaskException.Closed("its file is being closed");
            case CLOSING, ACCEPTED, WAITING -> new TaskException.Closed("the loop has ended");
        };
    }

    static TaskException ended(EndReason reason) {
        return switch (reason) {
            case FAILED -> new TaskException.Closed("the ring has failed; the outcome is unknown");
            case QUARANTINED ->
                    new TaskException.Closed(
                            "the loop has ended, and the operation had not by its deadline");
            case CLOSING, QUEUE_TIMEOUT, CANCELLED, UNPREPARED ->
                    new TaskException.Closed(
                            "the loop has ended before the kernel saw the operation");
        };
    }
}
