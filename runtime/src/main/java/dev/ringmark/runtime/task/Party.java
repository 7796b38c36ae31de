package dev.ringmark.runtime.task;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.uapi.Errno;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A thread as one that waits: its scopes, its alarms, and the call it can use again.
///
/// Every thread that waits here has one. This is the kind of threads that are not a loop's own;
/// their alarms are the JDK's.
class Party {

    /* A wait looks, in this order, whether what it waits for is there, and whether there is a
     * reason to stop; then it parks. Whoever makes either true unparks afterwards, and the permit
     * keeps that until the park. A thread whose interrupt status is set does not park at all, so
     * the status is taken away whenever it is seen: as the reason, or, where it is none (under a
     * shield, or when another reason came first), to be given back at the end (owesInterrupt).
     */

    private static final int YIELDS_IN_A_ROW = 16;
    private static final ThreadLocal<Party> CURRENT =
            ThreadLocal.withInitial(() -> new Party(Thread.currentThread()));

    private static final VarHandle WAITS_FOR = waitsForField();

    final Thread thread;

    @SuppressWarnings("unused") // by WAITS_FOR
    private @Nullable Object waitsFor;

    /// The loop whose task this is, or null.
    @Nullable Loop home;

    /// The innermost scope; only this thread changes it.
    @Nullable Scope scope;

    private volatile boolean isCancelled;
    private boolean owesInterrupt;
    private boolean isLoops;
    private int snoozes;
    private @Nullable Call spare;

    Party(Thread thread) {
        this.thread = thread;
    }

    /// The calling thread's.
    static Party current() {
        return CURRENT.get();
    }

    /// What a loop's own thread runs: it must not wait in a callback, or the loop stands still.
    static Runnable ofLoop(Runnable body) {
        return () -> {
            current().isLoops = true;
            body.run();
        };
    }

    /// @throws IllegalStateException on a loop's own thread
    void requireWaits(String what) {
        if (isLoops) {
            throw new IllegalStateException(
                    "a callback on a loop's thread cannot wait for "
                            + what
                            + ": let a task do it, or have a future tell");
        }
    }

    /// Makes a party the calling thread's.
    static void enter(Party party) {
        CURRENT.set(party);
    }

    /// The clock of this thread's deadlines.
    long now() {
        return System.nanoTime();
    }

    /// Before a wait for what comes by memory: looks for a while, if nothing is lost by that.
    ///
    /// @param nothing whether it has not come; may throw
    /// @return whether it may have come
    boolean linger(BooleanSupplier nothing) {
        return false;
    }

    /// Waits for an unpark, until a point in time; may return early.
    void pause(long until) {
        if (until == Driver.NEVER) {
            LockSupport.park(this);
            return;
        }
        long left = until - now();
        if (left > 0) {
            LockSupport.parkNanos(this, left);
        } else {
            giveWay(); // the JDK would return at once
        }
    }

    /// Any thread: everything this thread waits for ends, now and from now on.
    void cancel() {
        isCancelled = true;
        unpark();
    }

    boolean isCancelled() {
        return isCancelled;
    }

    void unpark() {
        LockSupport.unpark(thread);
    }

    void unparkUnlessSelf() {
        if (!Thread.currentThread().equals(thread)) {
            unpark();
        }
    }

    /// Asks the kernel, and waits for its answer.
    ///
    /// @param isLocal whether this thread runs on the loop's
    /// @return the result, `-errno` included
    int call(Loop loop, RawRequest request, long deadline, boolean isLocal) {
        TaskException early = early(deadline);
        if (early != null) {
            request.released();
            throw early;
        }
        Call call = spare;
        spare = null;
        if (call == null || !call.loop.equals(loop) || !call.isReusable()) {
            call = new Call(loop, thread, isLocal);
        }
        call.begin(request);
        if (isLocal && loop.turns.enter(this)) {
            try {
                loop.startHere(call);
            } finally {
                loop.turns.leave();
            }
        } else {
            loop.startElsewhere(call);
        }
        TaskException reason = await(call, deadline);
        if (reason != null) {
            return stop(call, reason);
        }
        repay();
        spare = call;
        return call.result();
    }

    /// Throws the reason not to begin what would be waited for, if there is one.
    void requireTime(long deadline) {
        TaskException early = early(deadline);
        if (early != null) {
            throw early;
        }
    }

    /// Runs a typed operation on the loop whose task this is, and waits for its end.
    <R> Completed<R> run(Loop loop, OpCalls calls, Op<R> operation, long deadline) {
        requireTime(deadline);
        OpCall call = calls.take();
        if (!loop.turns.enter(this)) {
            call.close();
            throw Call.refused(Admission.CLOSING);
        }
        boolean isTaken = false;
        try {
            Admission admission = call.start(loop, thread, operation);
            isTaken = admission.isTaken();
            if (!isTaken) {
                throw Call.refused(admission);
            }
        } finally {
            loop.turns.leave();
            if (!isTaken) {
                calls.giveBack(call);
            }
        }
        TaskException reason = await(call, deadline);
        if (reason != null) {
            return stop(loop, call, reason);
        }
        repay();
        Completed<R> completed = call.completed();
        calls.giveBack(call);
        return completed;
    }

    /// Waits until a point in time, or for something that comes earlier.
    void sleepUntil(Awaited earlier, long deadline) {
        TaskException reason = await(earlier, deadline);
        repay();
        boolean isOver = reason instanceof TaskException.TimedOut late && late.scope == null;
        if (reason != null && !isOver) {
            throw reason;
        }
    }

    /// Waits for something that is not the kernel's.
    void awaitElse(Awaited what, long deadline) {
        TaskException reason = await(what, deadline);
        repay();
        if (reason != null) {
            throw reason;
        }
    }

    /// Lets others run, unless there is a reason to stop.
    void snooze() {
        TaskException reason = reason(Driver.NEVER);
        if (reason != null) {
            throw reason;
        }
        giveWay();
    }

    /// The JDK's workers look at what came from outside (so at every answer of a loop) only when
    /// their own queue is empty, which threads that yield can prevent for ever. So now and then a
    /// thread leaves that queue by a park.
    @SuppressWarnings("ThreadPriorityCheck") // to yield is what it is for
    void giveWay() {
        if (++snoozes % YIELDS_IN_A_ROW == 0 && thread.isVirtual()) {
            LockSupport.parkNanos(1);
        } else {
            Thread.yield();
        }
    }

    /// Gives an interrupt back that came when it was no reason.
    void repay() {
        if (owesInterrupt && !isShielded()) {
            owesInterrupt = false;
            thread.interrupt();
        }
    }

    /// A call whose caller wants to stop: it waits a little for the kernel to let go.
    private int stop(Call call, TaskException reason) {
        call.loop.cancel(call);
        long until = now() + call.loop.graceNs();
        while (!call.isDone()) {
            if (now() - until >= 0 && call.leave()) {
                repay();
                throw reason;
            }
            absorbInterrupt();
            pause(until);
        }
        boolean hasResult = !call.isUnseen();
        int result = hasResult ? call.result() : Errno.ECANCELED.negative();
        boolean isStopped =
                result == Errno.ECANCELED.negative() || Errno.isInterruption(result);
        owesInterrupt |= !isStopped && reason instanceof TaskException.Interrupted;
        repay();
        if (isStopped) {
            throw reason;
        }
        return result;
    }

    /// The same for a typed operation, which is not used again: the cancel may come late.
    private <R> Completed<R> stop(Loop loop, OpCall call, TaskException reason) {
        loop.cancel(call.run());
        long until = now() + loop.graceNs();
        while (!call.isDone()) {
            if (now() - until >= 0 && call.leave()) {
                repay();
                throw reason;
            }
            absorbInterrupt();
            pause(until);
        }
        Completed<R> completed = call.completed();
        call.close();
        owesInterrupt |= !completed.isStopped() && reason instanceof TaskException.Interrupted;
        repay();
        if (completed.isStopped()) {
            throw reason;
        }
        return completed;
    }

    /// Any thread: what this one waits for, a little late.
    @Nullable Object waitsFor() {
        return (Object) WAITS_FOR.getOpaque(this);
    }

    /// Waits; null when it is there, or why to wait no longer.
    private @Nullable TaskException await(Awaited what, long deadline) {
        WAITS_FOR.setOpaque(this, what);
        TaskException reason = what.isDone() ? null : early(deadline);
        while (reason == null && !what.isDone()) {
            absorbInterrupt();
            pause(earliest(deadline));
            reason = what.isDone() ? null : reason(deadline);
        }
        WAITS_FOR.setOpaque(this, null);
        return reason;
    }

    /// Why not to begin to wait, or null. Where the time is up already, others run before the
    /// caller goes on: one that sleeps for less than it takes to say so would run alone for ever.
    private @Nullable TaskException early(long deadline) {
        TaskException reason = reason(deadline);
        if (reason instanceof TaskException.TimedOut) {
            giveWay();
        }
        return reason;
    }

    private void absorbInterrupt() {
        if (thread.isInterrupted() && Thread.interrupted()) {
            owesInterrupt = true;
        }
    }

    private boolean isShielded() {
        for (Scope each = scope; each != null; each = each.parent) {
            if (each.isShield) {
                return true;
            }
        }
        return false;
    }

    /// The first deadline of a call and the scopes around it.
    final long earliest(long deadline) {
        long first = deadline;
        for (Scope each = scope; each != null && !each.isShield; each = each.parent) {
            first = Math.min(first, each.deadline());
        }
        return first;
    }

    /// Why not to wait, or null: the task's cancel first, then scopes from the outside, then
    /// interrupts, then the call's own deadline.
    private @Nullable TaskException reason(long deadline) {
        Scope stopped = null;
        Scope each = scope;
        for (; each != null && !each.isShield; each = each.parent) {
            if (each.isCancelled() || isOver(each.deadline())) {
                stopped = each;
            }
        }
        boolean isShielded = each != null;
        if (!isShielded && isCancelled) {
            return new TaskException.Cancelled(null);
        }
        if (stopped != null) {
            return stopped.isCancelled()
                    ? new TaskException.Cancelled(stopped)
                    : new TaskException.TimedOut(stopped);
        }
        if (!isShielded && thread.isInterrupted() && Thread.interrupted()) {
            return new TaskException.Interrupted();
        }
        return isOver(deadline) ? new TaskException.TimedOut(null) : null;
    }

    private static VarHandle waitsForField() {
        try {
            return MethodHandles.lookup().findVarHandle(Party.class, "waitsFor", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private boolean isOver(long deadline) {
        return deadline != Driver.NEVER && now() - deadline >= 0;
    }
}
