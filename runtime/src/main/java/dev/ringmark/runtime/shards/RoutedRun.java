package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Run;
import dev.ringmark.runtime.op.RunListener;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// One operation under way at a time, again and again, each wherever there is least to do: the
/// callback path, from [Operations#run(Listener)].
///
/// Whoever starts the next one from the listener, or from a task of the shard that is chosen, hands
/// nothing over, and nothing is allocated (SPG-088). Any thread may start one.
///
/// @param <R> what the kernel's answer means
public final class RoutedRun<R> {

    /* The flag hands the other fields from one start to the next: they are written by whoever has
     * set it and read on the shard's thread, which clears it before it calls the listener.
     */

    /// Hears how the operations end, on the thread of the shard that was chosen. The run may be
    /// started again from within.
    ///
    /// @param <R> what the kernel's answer means
    public interface Listener<R> {

        /// The kernel has answered.
        ///
        /// @param result the operation's result, or `-errno`
        /// @param flags bits of [dev.ringmark.runtime.uapi.CqeFlag]
        void completed(RoutedRun<R> run, int result, int flags);

        /// It ended without an answer.
        void abandoned(RoutedRun<R> run, EndReason reason);

        /// It was not taken; told on the starter's thread, or on the shard's.
        ///
        /// @param why [TaskException.Overloaded] when too many wait for a permit,
        ///     [TaskException.Closed] when the shard is closing, [IllegalStateException] when
        ///     another operation has its buffer
        void refused(RoutedRun<R> run, RuntimeException why);
    }

    /// What it has on one shard; that shard's thread only.
    private final class Leg implements RunListener<R> {

        private final Shard shard;
        private final Run<R> run;

        /// The shard's thread while it is in the listener.
        private @Nullable Thread teller;

        Leg(Shard shard, Driver driver) {
            this.shard = shard;
            run = new Run<>(driver, this);
        }

        void start(Op<R> op) {
            RuntimeException why;
            try {
                Admission admission = run.startBy(op, Driver.NEVER);
                if (admission.isTaken()) {
                    return;
                }
                why = refusal(admission);
            } catch (RuntimeException e) { // another operation has its buffer
                why = e;
            }
            refuse(op, shard, why);
        }

        @Override
        public void completed(Run<R> ended, int result, int flags) {
            end(ended.op(), shard);
            teller = Thread.currentThread();
            inside = this;
            try {
                listener.completed(RoutedRun.this, result, flags);
            } finally {
                teller = null;
            }
        }

        @Override
        public void abandoned(Run<R> ended, EndReason reason) {
            end(ended.op(), shard);
            listener.abandoned(RoutedRun.this, reason);
        }
    }

    private final Shards shards;
    private final Operations operations;
    private final Listener<R> listener;
    private final List<@Nullable Leg> legs;
    private final Function<@Nullable Shard, Shard> chooser = this::choose;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private Affinity affinity = Affinity.NONE;
    private @Nullable Lease lease;
    private volatile @Nullable Shard target;

    /// Who was in the listener last; it is so still when it says so to its own thread.
    private @Nullable Leg inside;

    RoutedRun(Shards shards, Operations operations, Listener<R> listener) {
        this.shards = shards;
        this.operations = operations;
        this.listener = listener;
        legs = new ArrayList<@Nullable Leg>(shards.count());
        for (int at = 0; at < shards.count(); at++) {
            legs.add(null);
        }
    }

    /// Starts an operation.
    ///
    /// @throws IllegalArgumentException for what belongs to one ring
    /// @throws IllegalStateException when one is under way
    /// @throws TaskException.Closed when each shard has ended
    public void start(Op<R> op) {
        Affinity its = operations.affinityOf(op);
        if (!isUnderWay.compareAndSet(false, true)) {
            throw new IllegalStateException("start: the run has an operation under way");
        }
        Shard shard;
        try {
            lease = operations.lease(op, its, chooser);
            shard = lease == null ? choose(null) : lease.shard;
        } catch (TaskException.Closed e) {
            isUnderWay.set(false);
            throw e;
        }
        affinity = its;
        target = shard;
        Leg leg = legHere(shard);
        operations.begin(shard, leg != null);
        if (leg != null) {
            leg.start(op);
        } else {
            shard.loop().tell(() -> startThere(shard, op));
        }
    }

    /// Asks for the end of the operation that is under way when this comes to its shard, if any is.
    public void cancel() {
        Shard shard = target;
        if (shard != null && isUnderWay.get()) {
            shard.loop().tell(() -> cancelThere(shard));
        }
    }

    /// Whether an operation is under way.
    public boolean isUnderWay() {
        return isUnderWay.get();
    }

    /// Where the calling thread is already; null when it is elsewhere.
    private @Nullable Leg legHere(Shard shard) {
        Leg told = insideOf();
        if (told != null && told.shard.equals(shard)) {
            return told;
        }
        boolean isItsTask =
                shard.equals(shards.current()) && shard.loop().scheduling() == Scheduling.ON_LOOP;
        if (!isItsTask || told != null) {
            return null;
        }
        Leg leg = legs.get(shard.index());
        return leg == null ? legOf(shard) : leg;
    }

    /// The leg whose listener calls.
    private @Nullable Leg insideOf() {
        Leg last = inside;
        return last != null && Thread.currentThread().equals(last.teller) ? last : null;
    }

    private Leg legOf(Shard shard) {
        return shard.loop()
                .withDriver(
                        driver -> {
                            Leg known = legs.get(shard.index());
                            Leg leg = known == null ? new Leg(shard, driver) : known;
                            legs.set(shard.index(), leg);
                            return leg;
                        });
    }

    /// The shard's thread, or anybody's when its loop has ended.
    private void startThere(Shard shard, Op<R> op) {
        Leg leg;
        try {
            leg = legOf(shard);
        } catch (TaskException.Closed e) {
            refuse(op, shard, e);
            return;
        }
        leg.start(op);
    }

    private void cancelThere(Shard shard) {
        Leg leg = legs.get(shard.index());
        if (leg != null && shard.isOpen()) {
            boolean _ = leg.run.cancel();
        }
    }

    private Shard choose(@Nullable Shard preferred) {
        Leg told = preferred == null ? insideOf() : null;
        return operations.choose(told == null ? preferred : told.shard);
    }

    private void refuse(Op<R> op, Shard shard, RuntimeException why) {
        end(op, shard);
        listener.refused(this, why);
    }

    private void end(Op<R> op, Shard shard) {
        Lease its = lease;
        lease = null;
        operations.end(op, affinity, its, shard);
        isUnderWay.set(false);
    }

    private static TaskException refusal(Admission admission) {
        return admission == Admission.FULL
                ? new TaskException.Overloaded("the line for a permit is full")
                : new TaskException.Closed("the shard is closing, or its file is");
    }
}
