package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.Operation.Stage;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import org.jspecify.annotations.Nullable;

/// One ring and everything that is under way on it: a state machine that one thread steps.
///
/// The thread that opens a driver owns it: a platform thread that outlives it. Only [#wake()],
/// [#execute] and [#failure()] are for any thread. A loop is
///
/// ```
/// while (running) {
///     driver.step(1024);
///     driver.await(Driver.NEVER);
/// }
/// ```
///
/// What a shutdown does to an operation, by where it is when [#close] is called:
///
/// | the operation | its outcome |
/// |---|---|
/// | waits for a permit, for room in the SQ, or for credit | [EndReason#CLOSING] |
/// | is in the ring | its own result, or `-ECANCELED`, by the deadline |
/// | is in the ring and does not end by the deadline | [EndReason#QUARANTINED] |
/// | is started during the close | not taken: [Admission#CLOSING] |
/// | was under way when the ring failed | [EndReason#FAILED], at the failure |
/// | a timer | [EndReason#CLOSING] |
/// | a task given to [#execute] | runs, before the close returns |
public final class Driver {

    /* step() is one turn without a wait: tasks, timers, permits, SQEs, one enter, CQEs. await()
     * sleeps in an enter, and only when (1) no request to wake was latched, (2) nothing was found
     * after the gate says PARKED, (3) the kernel has taken the SQE of the wake source's poll, or
     * has delivered a message. When (3) does not hold, because the SQ is full or the kernel
     * refuses, await returns at once and the next step tries again: it never sleeps without a way
     * to be woken.
     */

    /// The deadline that does not come.
    public static final long NEVER = Deadline.NEVER;

    private static final int INBOX_MAX = 1 << 16;
    private static final int GROUPS_MAX = 1 << 16;

    private final Thread owner = Thread.currentThread();
    private final Kernel kernel;
    private final Ring ring;
    private final Tally tally = new Tally();
    private final FeatureSet features;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Submitter submitter;
    private final Intake intake;
    private final Timers timers = new Timers();
    private final Inbox inbox = new Inbox(INBOX_MAX);
    private final WakeSource wake;
    private final Letterbox letterbox;
    private final Dismissal dismissal;
    private final Chores chores;
    private final Exchange exchange;
    private final Sleeper sleeper;
    private @Nullable Sidecar sidecar;
    private boolean isStepping;
    private int groupsClaimed;

    /// Who may call beside the owner, because the owner runs it right now.
    private @Nullable Thread guest;

    private Driver(Kernel kernel, DriverOptions options) {
        if (owner.isVirtual()) {
            throw new IllegalStateException(
                    "a ring entered from a virtual thread's carrier loses requests when that ends:"
                            + " open the driver on a platform thread");
        }
        this.kernel = kernel;
        ring = Ring.open(kernel, options.ring());
        ledger = new Ledger(options.permits(), options.waitersMax(), tally, kernel::close);
        Cancels cancels = new Cancels(ledger.slots, timers, kernel::nanoTime);
        outbox = new Outbox(ring, ledger, tally, cancels);
        submitter = new Submitter(ring, tally);
        intake = new Intake(ring, ledger, outbox, submitter, tally);
        features = new FeatureSet(options.without(), kernel.release());
        try {
            wake = new WakeSource(kernel, ring, options.wake(), features, tally);
        } catch (RuntimeException e) {
            ring.close();
            throw e;
        }
        dismissal = new Dismissal(ledger, outbox, timers, wake);
        chores = new Chores(kernel, ledger, outbox, timers, inbox);
        letterbox = new Letterbox(wake, ledger);
        exchange = new Exchange(ring, ledger, outbox, submitter, wake, letterbox, dismissal, tally);
        sleeper = new Sleeper(ring, ledger, outbox, inbox, wake, exchange);
        if (wake.isPolled()) {
            outbox.control(wake);
        }
        features.ask(ring);
    }

    /// Makes a ring and its driver; the calling thread owns both.
    ///
    /// @throws RingException when the kernel refuses
    public static Driver open(Kernel kernel, DriverOptions options) {
        return new Driver(kernel, options);
    }

    /// The time that deadlines are in: the kernel's monotonic clock, in nanoseconds.
    public long now() {
        return kernel.nanoTime();
    }

    /// What it uses of what newer kernels can do. Any thread.
    public FeatureSet features() {
        return features;
    }

    /// The first fatal error, or null while the ring is well. Any thread.
    public @Nullable Failure failure() {
        return submitter.failure();
    }

    /// What the first callback that threw has thrown, or null.
    public @Nullable RuntimeException firstCallbackFailure() {
        return ledger.firstCallbackFailure();
    }

    /// What is under way, and a listener for it.
    public Insight insight() {
        requireOwner();
        return new Insight(ledger, timers, new News(ring, inbox, wake, outbox));
    }

    /// What was counted so far.
    public DriverCounts counts() {
        return DriverCounts.of(tally);
    }

    /// How many operations hold a permit.
    public int inFlight() {
        return ledger.permits.used();
    }

    /// Starts an operation if a permit is free.
    public Admission start(Operation operation) {
        requireOwner();
        return intake.admit(operation, false, NEVER);
    }

    /// Starts an operation, or lets it wait for a permit until a deadline.
    public Admission startBy(Operation operation, long deadline) {
        requireOwner();
        return intake.admit(operation, true, deadline);
    }

    /// Starts operations of which each begins when the one before it has ended: all of them with
    /// one enter, or none.
    ///
    /// Cancelling one before the ring has seen it ends them all. One that was torn off because the
    /// kernel took only the beginning ends with [EndReason#CANCELLED]. The thread of an SQPOLL ring
    /// takes whole chains, but where the kernel has no memory for a member: the rest then runs as a
    /// chain of its own, and nobody can tell.
    ///
    /// @param members at least 2, as many as the SQ and the permits have room for, no [Multishot]
    /// @param links what ties each but the last to the next: IO_LINK, or IO_HARDLINK to begin the
    ///     next one whatever became of it
    public Admission startChain(Operation[] members, SqeFlag[] links) {
        requireOwner();
        return intake.admit(members, links, false);
    }

    /// As [#startChain] with IO_LINK, of operations that have an [Operation#quietResult]: one CQE
    /// for all, of the member that ends the chain (CQE_SKIP_SUCCESS, since 5.17). Where the kernel
    /// has no such thing, and with SQPOLL, each has its CQE.
    public Admission startQuietChain(Operation... members) {
        requireOwner();
        boolean isQuiet = features.isUsed(Feature.QUIET_CHAINS) && !outbox.isPolled();
        return intake.admit(members, Chains.quietLinks(members), isQuiet);
    }

    /// Asks for an operation's end. It still ends once, with its own result where that was faster.
    ///
    /// @return whether it was under way
    public boolean cancel(Operation operation) {
        requireOwner();
        switch (operation.stage) {
            case IDLE -> {
                return false;
            }
            case WAITING, STAGED, PAUSED -> {
                if (operation.chain == null) {
                    ledger.abandon(operation, EndReason.CANCELLED);
                } else {
                    outbox.dismissChain(operation.chain, EndReason.CANCELLED);
                }
            }
            case IN_RING -> {
                operation.wantsCancel = true;
                outbox.cancels().want(operation);
            }
        }
        return true;
    }

    /// Gives a multishot's consumer room for more CQEs.
    public void grant(Multishot operation, int count) {
        requireOwner();
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + ", expected 1 or more");
        }
        operation.addCredit(count);
        if (operation.stage == Stage.PAUSED) {
            exchange.resume(operation);
        }
    }

    /// Gives the driver a file to close: by [#closeFile], or with itself. A driver that ends takes
    /// no operations on it any more, and closes it after the last one.
    public void adopt(Descriptor descriptor) {
        requireOwner();
        requireOpen();
        ledger.closes.adopt(descriptor);
    }

    /// Ends a file: no operation on it is taken any more ([Admission#GONE]), those under way are
    /// cancelled, and once the last has ended it is closed ([Descriptor#closed]).
    ///
    /// An fd whose CLOSE the kernel has not answered by the deadline of the driver's own close is
    /// the kernel's to close.
    public void closeFile(Descriptor descriptor) {
        requireOwner();
        if (descriptor.state == Descriptor.State.LOOSE) {
            throw new IllegalArgumentException(
                    "descriptor: " + descriptor.number() + ", expected one that was adopted");
        }
        for (Operation each : ledger.naming(descriptor)) {
            cancel(each);
        }
        ledger.closes.want(descriptor);
    }

    /// Sets a timer, or moves one that is set.
    ///
    /// @return whether it was set; false when the driver is closing or has failed
    public boolean schedule(Timer timer, long deadline) {
        requireOwner();
        if (intake.isClosed() || failure() != null) {
            return false;
        }
        timers.schedule(timer, deadline);
        return true;
    }

    /// Takes a timer back.
    ///
    /// @return whether it was set, and so will not fire
    public boolean unschedule(Timer timer) {
        requireOwner();
        return timers.cancel(timer);
    }

    /// Any thread: makes the loop look, however deep it sleeps.
    ///
    /// @return false when the driver is closed
    public boolean wake() {
        return wake.request();
    }

    /// As [#wake()], on the thread of another driver, whose ring may send the wake-up with its next
    /// batch (MSG_RING) instead of a system call of its own.
    ///
    /// @return false when this driver is closed
    public boolean wakeFrom(Driver sender) {
        sender.requireOwner();
        boolean canSend = !sender.intake.isClosed() && sender.failure() == null;
        return wake.request(canSend ? sender.outbox : null);
    }

    /// What other rings put straight into its one. Any thread.
    public Letterbox letterbox() {
        return letterbox;
    }

    /// Any thread: runs a task on the driver's thread, in one of its next steps.
    ///
    /// @return whether it will run; false when the driver is closed or 65,536 tasks wait
    public boolean execute(Runnable task) {
        if (!inbox.offer(task)) {
            return false;
        }
        wake.request();
        return true;
    }

    /// As [#execute], on the thread of another driver ([#wakeFrom]).
    ///
    /// @return whether it will run
    public boolean executeFrom(Driver sender, Runnable task) {
        if (!inbox.offer(task)) {
            return false;
        }
        wakeFrom(sender);
        return true;
    }

    /// Owner: lets the virtual thread that it runs now, or nobody, call the driver in its stead.
    public void lend(@Nullable Thread virtual) {
        guest = virtual;
    }

    /// One turn without waiting.
    ///
    /// @param budget how many tasks, timers and CQEs at most, of each
    /// @return how much was done; 0 when there was nothing to do
    public int step(int budget) {
        requireOwner();
        if (budget < 1) {
            throw new IllegalArgumentException("budget: " + budget + ", expected 1 or more");
        }
        requireOutside("step");
        requireOpen();
        sleeper.end(); // of a watch
        isStepping = true;
        ledger.observer.refresh();
        try {
            int done = chores.run(budget) + exchange.run(budget);
            assert ledger.isConserved() : tally.accepted + " accepted, " + tally.ended + " ended";
            return done;
        } finally {
            isStepping = false;
        }
    }

    /// When the next timer or waiting operation is due, or [#NEVER].
    public long nextDeadline() {
        return Math.min(timers.earliest(), ledger.permits.earliest());
    }

    /// Sleeps until a CQE comes, somebody wakes the driver, a timer is due, or the deadline comes.
    ///
    /// May return early; returns at once while the kernel has not confirmed that it can be woken.
    public void await(long deadline) {
        requireOwner();
        requireOutside("await");
        if (failure() != null || intake.isClosed()) {
            return;
        }
        isStepping = true;
        try {
            if (sleeper.begin()) {
                exchange.enter(SubmitMode.WAIT, Math.min(deadline, nextDeadline()));
            } else if (outbox.awaitsThread() && ring.cqReady() == 0) {
                exchange.enter(SubmitMode.ROOM, NEVER);
            }
        } finally {
            sleeper.end();
            isStepping = false;
        }
    }

    /// Ends everything, by the deadline at the latest, and closes the ring.
    ///
    /// What does not end by then moves with its memory and the ring to the quarantine, and is
    /// reported. Closing twice is an error of the owner and throws.
    ///
    /// @param deadline on the clock of [#now()]
    public CloseReport close(long deadline) {
        requireOwner();
        requireOutside("close");
        requireOpen();
        if (sidecar != null) {
            sidecar.close();
        }
        intake.close();
        isStepping = true;
        try {
            dismissal.run(failure() == null ? EndReason.CLOSING : EndReason.FAILED);
            return new Shutdown(kernel, ring, ledger, outbox, submitter, wake, exchange.reaper)
                    .run(deadline, chores::runLast, intake.isDrainGone());
        } finally {
            isStepping = false;
        }
    }

    /// Starts a thread that waits for this driver's events in its owner's stead. There is one at a
    /// time, and the driver's end is its end.
    ///
    /// @param ready called on that thread when the owner is to step again
    /// @throws IllegalStateException for a ring that only its owner can enter (SINGLE_ISSUER)
    public Sidecar sidecar(Runnable ready) {
        requireOwner();
        requireOpen();
        if (ring.options().has(SetupFlag.SINGLE_ISSUER)) {
            throw new IllegalStateException(
                    "sidecar: the ring has SINGLE_ISSUER, so no other thread can wait for it");
        }
        if (sidecar != null) {
            throw new IllegalStateException("sidecar: the driver has one already");
        }
        Sidecar made = new Sidecar(this, kernel, ring.fd(), ready);
        sidecar = made;
        return made;
    }

    /// What [#await] does before it waits, for the sidecar, which then waits.
    ///
    /// @return false when there is something to step for
    boolean beginWatch() {
        requireOwner();
        requireOutside("watch");
        requireOpen();
        sleeper.end(); // of a watch that is still on
        if (failure() != null || !sleeper.begin()) {
            return false;
        }
        exchange.enter(SubmitMode.SUBMIT, NEVER);
        return failure() == null && ring.pending() == 0 && ring.cqReady() == 0;
    }

    /// Makes a CQE, so that whoever waits for one wakes.
    void kick() {
        if (failure() == null) {
            outbox.fill(); // the poll that hears the bell may be among these
            exchange.enter(SubmitMode.SUBMIT, NEVER);
        }
        wake.kick();
    }

    /// The sidecar has ended.
    void forget(Sidecar ended) {
        requireOwner();
        assert ended.equals(sidecar) : "another driver's sidecar";
        sidecar = null;
    }

    /// The ring, to register things with; entering it is the driver's affair.
    public Ring ring() {
        return ring;
    }

    /// Numbers for buffer groups of its ring that it has given to nobody else, one after the other.
    ///
    /// @param count how many, 1 or more
    /// @return the first
    /// @throws IllegalStateException when it has given all 65,536 away
    public int claimGroups(int count) {
        requireOwner();
        if (count < 1 || count > GROUPS_MAX - groupsClaimed) {
            throw new IllegalStateException(
                    "count: "
                            + count
                            + ", expected 1.."
                            + (GROUPS_MAX - groupsClaimed)
                            + " numbers"
                            + " of buffer groups that are left");
        }
        groupsClaimed += count;
        return groupsClaimed - count;
    }

    private void requireOutside(String call) {
        if (isStepping) {
            throw new IllegalStateException(call + " was called from a callback");
        }
    }

    private void requireOpen() {
        if (intake.isClosed()) {
            throw new IllegalStateException("the driver is closed");
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very thread
    private void requireOwner() {
        Thread caller = Thread.currentThread();
        if (caller != owner && caller != guest) {
            throw new IllegalStateException("the driver is " + owner + "'s, not " + caller + "'s");
        }
    }
}
