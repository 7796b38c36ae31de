package dev.ringmark.runtime.task;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverCounts;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.Failure;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.shard.Timer;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A ring, the platform thread that owns it, and the tasks that run on that thread.
///
/// Any thread may fork tasks and call the kernel through a loop; for the loop's own tasks a call
/// costs a park, for all others a hand-over to the loop's thread and back. A task that computes
/// for long or blocks the thread holds up everything else on its loop: see docs/tasks.md.
public final class Loop implements AutoCloseable {

    /* A turn: tasks run, at most runsPerTurn times; the driver takes a step, in which completions
     * and timers unpark tasks, which only puts them into the queue; and if there was nothing to do
     * the thread sleeps in the kernel. Tasks never run inside a step.
     *
     * Other threads put what can run into the queue's list, then request a wake, which is latched:
     * the driver does not sleep over it. After the end nobody looks into the list, so whoever finds
     * the driver closed takes everything out of it and gives it to the stragglers.
     */

    private static final VarHandle RUNS = field("runs", long.class);
    private static final VarHandle IS_BUSY = field("isBusy", boolean.class);
    private static final Logger LOGGER = System.getLogger(Loop.class.getName());
    private static final int STEP_BUDGET = 1024;
    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    private final Kernel kernel;
    private final LoopOptions options;
    private final Scheduling scheduling;
    private final Thread owner = Thread.currentThread();
    private final Driver driver;
    private final RunQueue queue = new RunQueue();
    private final Set<Task<?>> tasks = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<LoopReport> end = new CompletableFuture<>();
    private final long graceNs;
    private final long heldNsMax;

    /// What runs right now. Other threads may read it: only the one that it names finds itself.
    private @Nullable Party running;

    /// How many runs have begun, and whether one goes on; the watchdog reads them.
    private long runs;

    @SuppressWarnings("unused") // by IS_BUSY
    private boolean isBusy;

    private volatile boolean isClosing;
    private volatile boolean hasEnded;
    private volatile long closeDeadline = Driver.NEVER;

    private Loop(Kernel kernel, LoopOptions options) {
        this.kernel = kernel;
        this.options = options;
        boolean isAsked = options.scheduling() == Scheduling.ON_LOOP;
        scheduling = isAsked && Scheduler.isOpen() ? Scheduling.ON_LOOP : Scheduling.HAND_OFF;
        graceNs = Times.nanos("graceMax", options.graceMax());
        heldNsMax = Times.nanos("heldMax", options.heldMax());
        driver = open(kernel, options.driver());
    }

    /// Starts a loop with a thread of its own.
    ///
    /// @throws RingException when the kernel refuses the ring
    public static Loop start(Kernel kernel, LoopOptions options) {
        CompletableFuture<Loop> opened = new CompletableFuture<>();
        Thread.ofPlatform()
                .name(options.name())
                .daemon(true)
                .start(
                        () -> {
                            Loop loop;
                            try {
                                loop = new Loop(kernel, options);
                            } catch (RuntimeException | Error e) {
                                opened.completeExceptionally(e);
                                return;
                            }
                            opened.complete(loop);
                            loop.run();
                        });
        try {
            return Task.await(opened, null);
        } catch (TaskException.Failed e) {
            throw e.getCause() instanceof RingException refused ? refused : e;
        }
    }

    /// A loop on the calling platform thread, which has to make its turns: for simulations, where
    /// nothing else may run.
    ///
    /// @throws RingException when the kernel refuses the ring
    public static Loop onThisThread(Kernel kernel, LoopOptions options) {
        return new Loop(kernel, options);
    }

    /// Where tasks run.
    public Scheduling scheduling() {
        return scheduling;
    }

    /// Starts a task.
    ///
    /// @throws TaskException.Closed when the loop is closing
    public <T extends @Nullable Object> Task<T> fork(Callable<T> body) {
        return fork("", body);
    }

    /// Starts a task whose thread has a name.
    ///
    /// @throws TaskException.Closed when the loop is closing
    public <T extends @Nullable Object> Task<T> fork(String name, Callable<T> body) {
        Task<T> task = new Task<>(this, name, body);
        tasks.add(task);
        if (isClosing) {
            tasks.remove(task);
            throw new TaskException.Closed("the loop is closing and takes no tasks");
        }
        task.thread().start();
        return task;
    }

    /// Asks the kernel, and waits for its answer.
    ///
    /// When a scope, a cancel or an interrupt ends the wait, the operation is cancelled; if it has
    /// a result all the same, that is returned.
    ///
    /// @return the result, `-errno` included
    /// @throws TaskException when there is no result
    public int call(RawRequest request) {
        return call(request, null);
    }

    /// The same for at most a time; with a time of zero nothing is submitted.
    ///
    /// @param time null for ever
    public int call(RawRequest request, @Nullable Duration time) {
        Party party = running;
        boolean isLocal = party != null && party.thread.equals(Thread.currentThread());
        if (party == null || !isLocal) {
            party = Party.current();
        }
        long deadline = time == null ? Driver.NEVER : Times.deadline("time", time, party.now());
        return party.call(this, request, deadline, isLocal);
    }

    /// Asks the kernel, and does not wait. Cancelling the future cancels the operation.
    public CompletableFuture<Integer> submit(RawRequest request) {
        return begin(request);
    }

    FutureCall begin(RawRequest request) {
        FutureCall call = new FutureCall(this, request);
        dispatch(call::start, () -> call.refuse(Admission.CLOSING));
        return call;
    }

    /// Runs something on the loop's thread, which it must not hold up.
    ///
    /// @throws TaskException.Closed when the loop has ended
    public void execute(Runnable action) {
        dispatch(
                action,
                () -> {
                    throw new TaskException.Closed("the loop has ended");
                });
    }

    /// What the driver has counted; on the loop's thread exact, elsewhere a little late.
    public DriverCounts counts() {
        return driver.counts();
    }

    /// How many tasks have not ended.
    public int taskCount() {
        return tasks.size();
    }

    /// One turn on the thread of [#onThisThread], without a sleep.
    ///
    /// @return false when nothing can be done until something happens
    public boolean turn() {
        requireOwner();
        return !turnToIdle();
    }

    /// Sleeps on the thread of [#onThisThread] until something may have happened.
    public void awaitEvent() {
        requireOwner();
        driver.await(Driver.NEVER);
    }

    /// Ends the loop within ten seconds.
    @Override
    public void close() {
        close(CLOSE_TIME);
    }

    /// Ends the loop: cancels its tasks, waits for them, then ends the ring, all by a deadline.
    /// Closing a loop again gives the same report.
    ///
    /// @throws IllegalStateException when one of the loop's own tasks asks
    public LoopReport close(Duration time) {
        Party party = running;
        if (party != null && party.thread.equals(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a task that waits for the end of its loop would wait for itself");
        }
        if (!isClosing) {
            closeDeadline = Times.deadline("time", time, now());
            isClosing = true;
        }
        if (isOwner()) {
            run();
        } else {
            driver.wake();
        }
        return end.join();
    }

    boolean isRunning(Party party) {
        return party.equals(running);
    }

    String name() {
        return options.name();
    }

    /// Any thread: how many runs have begun, a little late.
    long runs() {
        return (long) RUNS.getOpaque(this);
    }

    /// Any thread: whether a run goes on, a little late.
    boolean isBusy() {
        return (boolean) IS_BUSY.getOpaque(this);
    }

    long heldNsMax() {
        return heldNsMax;
    }

    Consumer<Held> heldListener() {
        return options.heldListener();
    }

    /// Any thread: who holds the loop's thread.
    Thread holder() {
        Party party = running;
        return party == null ? owner : party.thread;
    }

    long now() {
        return driver.now();
    }

    long graceNs() {
        return graceNs;
    }

    void closeFile(int fd) {
        kernel.close(fd);
    }

    /// Any thread: a strand can run.
    void ready(Strand strand) {
        Party party = running;
        Thread caller = Thread.currentThread();
        if (hasEnded) {
            Stragglers.run(strand);
        } else if (isSame(caller, owner) || (party != null && isSame(caller, party.thread))) {
            queue.add(strand);
        } else {
            queue.addRemote(strand);
            if (!driver.wake()) {
                queue.drainRemote(Stragglers::run);
            }
        }
    }

    /// Starts a call, on whatever thread its waiter is.
    void start(Call call, boolean isLocal) {
        if (isLocal) {
            startHere(call);
        } else {
            dispatch(() -> startHere(call), () -> call.refuse(Admission.CLOSING));
        }
    }

    /// Any thread: cancels an operation that was handed in before.
    void cancel(Operation operation) {
        dispatch(() -> driver.cancel(operation), () -> {}); // the end of the loop has ended it
    }

    /// The loop's thread: starts an operation, which may wait for a permit.
    Admission startBy(Operation operation) {
        return driver.startBy(operation, Driver.NEVER);
    }

    /// Parks the running task until an unpark or a point in time.
    void pause(Timer alarm, long until) {
        if (!driver.schedule(alarm, until)) {
            LockSupport.parkNanos(until - now()); // the driver is closing: any clock will do
            return;
        }
        LockSupport.park();
        if (!hasEnded) {
            driver.unschedule(alarm);
        }
    }

    /// A task has ended.
    void forget(Task<?> task) {
        tasks.remove(task);
        if (isClosing || scheduling == Scheduling.HAND_OFF) {
            driver.wake(); // who makes the turns may wait for the end of the task
        }
    }

    private void startHere(Call call) {
        Admission admission = startBy(call);
        if (!admission.isTaken()) {
            call.refuse(admission);
        }
    }

    /// Runs an action on the loop's thread, or another one here when the loop has ended.
    private void dispatch(Runnable action, Runnable otherwise) {
        if (hasEnded) {
            otherwise.run();
            return;
        }
        ready(new Strand(this, () -> guarded(hasEnded ? otherwise : action)));
    }

    /// What the action throws is its own affair, and the log's.
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, () -> "an action on " + owner + " has thrown", e);
        }
    }

    private void run() {
        String failure = "";
        if (heldNsMax > 0) {
            Watchdog.watch(this);
        }
        try {
            while (!isClosing) {
                if (turnToIdle()) {
                    driver.await(Driver.NEVER);
                }
                Failure ring = driver.failure();
                if (ring != null) {
                    failure = ring.describe();
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e.toString();
        }
        end(failure);
    }

    /// @return whether nothing is left to do
    private boolean turnToIdle() {
        queue.collect();
        for (int run = 0; run < options.runsPerTurn(); run++) {
            Strand next = queue.poll();
            if (next == null) {
                break;
            }
            run(next);
        }
        return driver.step(STEP_BUDGET) == 0 && queue.isEmpty();
    }

    private void run(Strand strand) {
        Party party = strand.party;
        running = party;
        RUNS.setOpaque(this, runs + 1);
        IS_BUSY.setOpaque(this, true);
        driver.lend(party == null ? null : party.thread);
        try {
            strand.run();
        } finally {
            running = null;
            IS_BUSY.setOpaque(this, false);
            driver.lend(null);
        }
    }

    private void end(String failure) {
        isClosing = true;
        long deadline = Math.min(closeDeadline, now() + CLOSE_TIME.toNanos());
        int quarantined = 0;
        try {
            tasks.forEach(Task::cancel);
            while (!tasks.isEmpty() && now() - deadline < 0 && driver.failure() == null) {
                if (turnToIdle() && !tasks.isEmpty()) {
                    driver.await(deadline);
                }
            }
            quarantined = driver.close(deadline).quarantined();
            drain(deadline);
        } finally {
            int left = tasks.size();
            hasEnded = true;
            queue.collect();
            for (Strand each = queue.poll(); each != null; each = queue.poll()) {
                Stragglers.run(each);
            }
            Watchdog.forget(this);
            end.complete(new LoopReport(left, quarantined, failure));
        }
    }

    /// What the end of the ring has made ready runs here while there is time.
    private void drain(long deadline) {
        queue.collect();
        for (Strand each = queue.poll(); each != null; each = queue.poll()) {
            run(each);
            if (now() - deadline >= 0) {
                return;
            }
            queue.collect();
        }
    }

    /// The fastest kind of ring that this kernel makes, of kinds that mean the same to a program.
    private static Driver open(Kernel kernel, DriverOptions options) {
        Driver driver;
        try {
            driver =
                    Driver.open(
                            kernel, options.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN));
        } catch (RingException e) {
            if (e.result() != Errno.EINVAL.negative()) {
                throw e;
            }
            driver = Driver.open(kernel, options); // before 6.1
        }
        return driver;
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Loop.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private boolean isOwner() {
        return isSame(Thread.currentThread(), owner);
    }

    @SuppressWarnings("ReferenceEquality") // this very thread
    private static boolean isSame(Thread one, Thread other) {
        return one == other;
    }

    private void requireOwner() {
        if (!isOwner()) {
            throw new IllegalStateException("a loop's turns are its own thread's: " + owner);
        }
    }
}
