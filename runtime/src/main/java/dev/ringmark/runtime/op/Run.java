package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Descriptor;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.shard.Timer;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One operation under way at a time, again and again: what the callback path is made of.
///
/// Starting and ending an operation allocates nothing. When its [RunListener] hears of the end, the
/// buffers are the program's again and the run may be started with the next operation, from within
/// the callback too. Only after [EndReason#FAILED] and [EndReason#QUARANTINED] the buffers stay
/// with the kernel, for as long as it may write them. Confined to the driver's thread.
///
/// @param <R> what the kernel's answer means
public final class Run<R> extends Operation implements AutoCloseable {

    /* The driver says completed(), then released(), by which time the operation may be started
     * again. So the outcome is kept in between and told in released(). An outcome after which
     * released() may never come (FAILED, QUARANTINED) is told at once. */

    /// Cancels the operation when its time is up.
    private final class Expiry extends Timer {

        @Override
        protected void fired() {
            isExpired = true;
            driver.cancel(Run.this);
        }

        @Override
        protected void abandoned(EndReason reason) {
            // The driver ends the operation too.
        }
    }

    private final Driver driver;
    private final RunListener<R> listener;
    private final Scratch scratch = new Scratch();
    private final OtherWay way;
    private final Expiry expiry = new Expiry();
    private @Nullable Op<R> op;
    private @Nullable EndReason end;
    private int result;
    private int flags;
    private boolean isExpired;
    private boolean hasExpiry;
    private boolean isTold;
    private boolean isRetired;

    /// @param listener hears how each operation went
    public Run(Driver driver, RunListener<R> listener) {
        this.driver = driver;
        this.listener = listener;
        way = new OtherWay(driver.features());
    }

    /// Starts an operation if the driver has a permit for it.
    ///
    /// @return what became of it; the listener is called only if it was taken
    /// @throws IllegalStateException when this run, or a buffer of the operation, is under way
    public Admission start(Op<R> operation) {
        accept(operation);
        return settle(operation, driver.start(this));
    }

    /// Starts an operation, or lets it wait for a permit until a deadline of [Driver#now()].
    public Admission startBy(Op<R> operation, long deadline) {
        accept(operation);
        return settle(operation, driver.startBy(this, deadline));
    }

    /// As [#start(Op)], and cancels the operation if it has not ended after a time. It then ends
    /// with `-ECANCELED`, or with its own result where that was faster; [#isExpired()] tells.
    ///
    /// @param timeout 0 or more
    public Admission start(Op<R> operation, Duration timeout) {
        Times.requireSpan("timeout", timeout);
        Admission admission = start(operation);
        if (admission.isTaken()) {
            expireAfter(timeout);
        }
        return admission;
    }

    /// Cancels the operation under way if it has not ended after a time; the last call counts.
    ///
    /// @param timeout 0 or more
    public void expireAfter(Duration timeout) {
        Times.requireSpan("timeout", timeout);
        if (isPending()) {
            hasExpiry = true;
            driver.schedule(expiry, Times.deadline(driver.now(), timeout));
        }
    }

    /// Starts one operation on each run, tied to a chain; all of them or none.
    ///
    /// @param links what ties them, or null for a quiet chain
    static Admission startChain(
            Driver driver, Operation[] runs, SqeFlag @Nullable [] links, List<Op<?>> ops) {
        int ready = 0;
        Admission admission = Admission.FULL;
        try {
            for (Operation run : runs) {
                ((Run<?>) run).acceptAny(ops.get(ready));
                ready++;
            }
            admission =
                    links == null ? driver.startQuietChain(runs) : driver.startChain(runs, links);
        } finally {
            for (int at = 0; at < ready && !admission.isTaken(); at++) {
                ops.get(at).giveBack(runs[at]);
            }
        }
        return admission;
    }

    /// Asks for the operation's end.
    ///
    /// @return whether it was under way
    public boolean cancel() {
        return driver.cancel(this);
    }

    /// The operation under way, or the last one.
    public Op<R> op() {
        if (op == null) {
            throw new IllegalStateException("the run was never started");
        }
        return op;
    }

    /// The driver it runs on.
    public Driver driver() {
        return driver;
    }

    /// Whether the operation's time was up.
    public boolean isExpired() {
        return isExpired;
    }

    /// How the last operation ended; made for the asking, unlike the callback.
    ///
    /// @throws IllegalStateException when it has not ended
    public Completed<R> completed() {
        if (!isTold) {
            throw new IllegalStateException(this + " has not ended");
        }
        Op<R> ended = op();
        if (end != null) {
            return Completed.abandoned(ended, end, isExpired);
        }
        R value = ended.isSuccess(result) ? ended.decode(result, flags, scratch) : null;
        return Completed.answered(ended, result, flags, value, isExpired);
    }

    /// Gives the run's own memory back; it may be started again all the same.
    ///
    /// @throws IllegalStateException when an operation is under way
    @Override
    public void close() {
        if (isPending()) {
            throw new IllegalStateException("close: " + this + " is under way");
        }
        scratch.free();
    }

    /// Closes it now, or as soon as the kernel has let go of it.
    void retire() {
        isRetired = true;
        if (!isPending()) {
            scratch.free();
        }
    }

    @Override
    protected void prepare(Sqe sqe) {
        scratch.rewind();
        if (way.isPlain()) {
            op().prepare(sqe, scratch);
        } else {
            op().prepareWithout(sqe, scratch, way.without());
        }
    }

    @Override
    protected void completed(int cqeResult, int cqeFlags, boolean isLast) {
        // A zero-copy send has its result first and then a notification, whose result is none.
        if ((cqeFlags & CqeFlag.NOTIF.bits()) == 0) {
            result = cqeResult;
            flags = cqeFlags;
            if (hasOtherWay) {
                way.answered(op(), cqeResult);
            }
        }
    }

    @Override
    protected boolean takesOtherWay(int cqeResult, int cqeFlags) {
        // A zero-copy send that was refused late has told so before its notification.
        boolean isNotification = (cqeFlags & CqeFlag.NOTIF.bits()) != 0;
        return way.takes(op(), isNotification ? result : cqeResult);
    }

    @Override
    protected void abandoned(EndReason reason) {
        end = reason;
        if (reason == EndReason.FAILED || reason == EndReason.QUARANTINED) {
            tell();
        }
    }

    @Override
    protected void released() {
        op().giveBack(this);
        if (!isTold) {
            tell();
        } else if (isRetired) {
            scratch.free();
        }
    }

    /// Keeps a file that the driver owns open until this has ended.
    @Override
    protected @Nullable Descriptor descriptor() {
        return op().file() instanceof OwnedFd<?> owned ? owned.descriptor() : null;
    }

    @Override
    protected int quietResult() {
        return op().quietResult();
    }

    @Override
    protected boolean makesFile() {
        return op().makesFile();
    }

    @Override
    public String toString() {
        return op == null ? "a run" : op.toString();
    }

    @SuppressWarnings("unchecked") // the caller pairs a run with the operation it was made for
    private void acceptAny(Op<?> operation) {
        accept((Op<R>) operation);
    }

    private void accept(Op<R> operation) {
        if (isPending()) {
            throw new IllegalStateException("start: " + this + " is under way");
        }
        operation.check();
        Op<R> before = op;
        op = operation; // whom a buffer's refusal names
        try {
            operation.lend(this);
        } catch (RuntimeException e) {
            op = before;
            throw e;
        }
        scratch.reset(operation.scratchSize());
        hasOtherWay = way.begin(operation);
        isDrained = operation.isDrained();
        end = null;
        isExpired = false;
        isTold = false;
    }

    private Admission settle(Op<R> operation, Admission admission) {
        if (!admission.isTaken()) {
            operation.giveBack(this);
        }
        return admission;
    }

    private void tell() {
        isTold = true;
        if (hasExpiry) {
            hasExpiry = false;
            driver.unschedule(expiry);
        }
        if (end == null) {
            listener.completed(this, result, flags);
        } else {
            listener.abandoned(this, end);
        }
    }
}
