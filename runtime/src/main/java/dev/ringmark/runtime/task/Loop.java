package dev.ringmark.runtime.task;

import dev.ringmark.runtime.event.LoopDump;
import dev.ringmark.runtime.event.LoopSnapshot;
import dev.ringmark.runtime.event.OperationListener;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverCounts;
import dev.ringmark.runtime.shard.Failure;
import dev.ringmark.runtime.shard.FeatureSet;
import dev.ringmark.runtime.shard.Insight;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.shard.Timer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// A ring, the platform thread that owns it, and the tasks that run on that thread.
///
/// Any thread may fork tasks and call the kernel through a loop; for the loop's own tasks a call
/// costs a park, for all others a hand-over to the loop's thread and back. A task that computes
/// for long or blocks the thread holds up everything else on its loop: see docs/tasks.md.
public final class Loop implements AutoCloseable {

    /* A turn: tasks run, at most runsPerTurn times; the driver takes a step, in which completions
     * and timers put tasks into the queue; and if there was nothing to do the thread sleeps in the
     * kernel. Tasks never run inside a step. What other threads want goes by the errands.
     */

    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    private final Kernel kernel;
    private final LoopOptions options;
    private final Scheduling scheduling;
    private final Thread owner = Thread.currentThread();
    private final Driver driver;
    final Turns turns;
    final Errands errands;
    private final Roster<Task<?>> tasks = new Roster<>();
    private final CompletableFuture<LoopReport> end = new CompletableFuture<>();
    private final long graceNs;
    private final long heldNsMax;

    private volatile @Nullable Features features;
    private volatile long closeDeadline = Driver.NEVER;

    private Loop(Kernel kernel, LoopOptions options) {
        this.kernel = kernel;
        this.options = options;
        boolean isAsked = options.scheduling() == Scheduling.ON_LOOP;
        scheduling = isAsked && Scheduler.isOpen() ? Scheduling.ON_LOOP : Scheduling.HAND_OFF;
        graceNs = Times.nanos("graceMax", options.graceMax());
        heldNsMax = Times.nanos("heldMax", options.heldMax());
        driver = LoopRing.open(kernel, options.driver(), options.fallback());
        turns = new Turns(options.name(), driver, options.runsPerTurn());
        errands = new Errands(this, owner, driver, turns);
    }

    /// Starts a loop with a thread of its own.
    ///
    /// @throws RingException when the kernel refuses the ring, or a filter its use
    public static Loop start(Kernel kernel, LoopOptions options) {
        CompletableFuture<Loop> opened = new CompletableFuture<>();
        Thread.ofPlatform()
                .name(options.name())
                .daemon(true)
                .start(
                        Party.ofLoop(
                                () -> {
                                    Loop loop;
                                    try {
                                        loop = new Loop(kernel, options);
                                        LoopRing.requireEnter(loop.driver);
                                        boolean isBound = LoopRing.bind(kernel, options);
                                        loop.turns.idleBy(options.idle(), isBound);
                                    } catch (RuntimeException | Error e) {
                                        opened.completeExceptionally(e);
                                        return;
                                    }
                                    opened.complete(loop);
                                    loop.run();
                                }));
        return Task.awaitPlain(opened);
    }

    /// A loop on the calling platform thread, which has to make its turns: for simulations.
    ///
    /// @throws RingException when the kernel refuses the ring
    public static Loop onThisThread(Kernel kernel, LoopOptions options) {
        return new Loop(kernel, options);
    }

    /// The loop whose task calls, or null.
    public static @Nullable Loop current() {
        return Party.current().home;
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
        if (!tasks.enter(task)) {
            driver.wake(); // who ends the loop may have seen it, and wait for its end
            throw LoopRing.closed(driver);
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
        Party party = local();
        boolean isLocal = party != null;
        if (party == null) {
            party = Party.current();
        }
        long deadline = time == null ? Driver.NEVER : Times.deadline("time", time, party.now());
        return party.call(this, request, deadline, isLocal);
    }

    /// Runs a typed operation, and waits for its end; its buffers are the caller's again then.
    ///
    /// @param time null for ever; with a time of zero nothing is submitted
    /// @throws TaskException as [#call(RawRequest, Duration)]
    public <R> Completed<R> run(Op<R> operation, @Nullable Duration time) {
        Party local = local();
        Party party = local == null ? Party.current() : local;
        long deadline = time == null ? Driver.NEVER : Times.deadline("time", time, party.now());
        if (local != null) {
            return local.run(this, turns.calls, operation, deadline);
        }
        party.requireTime(deadline);
        OpFuture<R> future = new OpFuture<>(this, operation);
        errands.start(future);
        return future.await(time);
    }

    /// Runs something with the driver on the loop's thread, which it must not hold up, and waits
    /// for what it returns or throws. Nothing ends that wait, so nothing it has begun is lost.
    ///
    /// @throws TaskException.Closed when the loop has ended
    public <T extends @Nullable Object> T withDriver(Function<Driver, T> body) {
        Party party = local();
        if (party != null && turns.enter(party)) {
            try {
                return body.apply(driver);
            } finally {
                turns.leave();
            }
        }
        if (isOwner()) {
            return body.apply(driver);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        errands.dispatch(
                () -> result.completeAsync(() -> body.apply(driver), Runnable::run),
                () -> result.completeExceptionally(new TaskException.Closed("the loop has ended")));
        try (Scope _ = Scope.shield()) {
            return Task.awaitPlain(result);
        }
    }

    /// The kernel of its ring.
    public Kernel kernel() {
        return kernel;
    }

    /// Asks the kernel, and does not wait. Cancelling the future cancels the operation.
    public CompletableFuture<Integer> submit(RawRequest request) {
        return begin(request);
    }

    FutureCall begin(RawRequest request) {
        boolean isToldOf = !isOwner() || !turns.isTelling();
        FutureCall call = new FutureCall(this, request, isToldOf);
        errands.dispatch(call::start, () -> call.refuse(Admission.CLOSING));
        return call;
    }

    /// Runs something on the loop's thread, which it must not hold up.
    ///
    /// @throws TaskException.Closed when the loop has ended
    public void execute(Runnable action) {
        errands.dispatch(action, Errands.refusal());
    }

    /// As [#execute], but runs it somewhere when the loop has ended; and when another loop's task
    /// calls, the wake-up goes with the next batch of that one's ring, so once the caller waits.
    public void tell(Runnable action) {
        Party caller = Party.current();
        Loop home = caller.home;
        if (home == null
                || home.equals(this)
                || !home.isRunning(caller)
                || !home.turns.enter(caller)) {
            errands.dispatch(action, action);
            return;
        }
        try {
            errands.dispatchFrom(home.errands, action, action);
        } finally {
            home.turns.leave();
        }
    }

    /// What the driver has counted; on the loop's thread exact, elsewhere a little late.
    public DriverCounts counts() {
        return driver.counts();
    }

    /// What its kernel can do: asked by trying, at the first call, which takes a while; kept for as
    /// long as the loop lives.
    public Features features() {
        Features known = features;
        if (known == null) {
            known = Features.of(kernel);
            features = known;
        }
        return known;
    }

    /// Which features it uses; a graceful loop learns of a lack when something asks for it.
    public FeatureSet featureSet() {
        return driver.features();
    }

    /// What it does without, a line each: missing, broken, or switched off.
    public List<String> fallbacks() {
        return driver.features().fallbacks();
    }

    /// What it is at; exact on its own thread, elsewhere a little late.
    public LoopSnapshot snapshot() {
        List<LoopSnapshot.TaskView> views = tasks.members().stream().map(Task::view).toList();
        return turns.snapshot(scheduling, options.driver().permits(), views);
    }

    /// Everything that is under way, with the tasks' stacks; any thread.
    ///
    /// @throws TaskException.Closed when the loop has ended
    public LoopDump dump() {
        List<Insight.UnderWay> underWay = withDriver(each -> each.insight().underWay());
        return Dumps.of(snapshot(), underWay, tasks.members());
    }

    /// Tells a listener of every operation from now on; null for nobody.
    public void listen(@Nullable OperationListener listener) {
        execute(() -> driver.insight().listen(listener));
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
        return !turns.toIdle();
    }

    /// Sleeps on the thread of [#onThisThread] until something may have happened.
    public void awaitEvent() {
        requireOwner();
        turns.sleep();
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
        if (local() != null) {
            throw new IllegalStateException(
                    "a task that waits for the end of its loop would wait for itself");
        }
        CompletableFuture<LoopReport> _ = shutdown(time);
        if (isOwner() && !end.isDone()) {
            run();
        }
        return end.join();
    }

    /// Has the loop end, as [#close(Duration)], and does not wait for it; the first to ask says by
    /// when. Any thread, and its own tasks too.
    ///
    /// @return what completes when it has ended; it is the caller's
    public CompletableFuture<LoopReport> shutdown(Duration time) {
        if (!tasks.isClosed()) {
            closeDeadline = Times.deadline("time", time, now());
            turns.leaveGroup();
            tasks.close();
        }
        driver.wake();
        return whenEnded();
    }

    /// Completes when the loop has ended, for whatever reason; it is the caller's.
    public CompletableFuture<LoopReport> whenEnded() {
        return end.copy();
    }

    boolean isRunning(Party party) {
        return party.equals(turns.running());
    }

    String name() {
        return options.name();
    }

    long heldNsMax() {
        return heldNsMax;
    }

    Consumer<Held> heldListener() {
        return options.heldListener();
    }

    /// Any thread: who holds the loop's thread.
    Thread holder() {
        Party party = turns.running();
        if (party == null) {
            party = turns.inside();
        }
        return party == null ? owner : party.thread;
    }

    long now() {
        return driver.now();
    }

    long graceNs() {
        return graceNs;
    }

    void closeFiles(int... fds) {
        for (int fd : fds) {
            kernel.close(fd);
        }
    }

    /// Any thread: a strand can run.
    void ready(Strand strand) {
        errands.ready(strand);
    }

    /// Starts a call of another thread's.
    void startElsewhere(Call call) {
        errands.dispatch(() -> startHere(call), () -> call.refuse(Admission.CLOSING));
    }

    /// The loop's thread: starts a call. As few calls deep as can be: the compiler stops inlining
    /// at fifteen, and what fills the SQE is at the end of them.
    void startHere(Call call) {
        Admission admission = driver.startBy(call, Driver.NEVER);
        if (!admission.isTaken()) {
            call.refuse(admission);
        }
    }

    /// Any thread: cancels an operation that was handed in before.
    void cancel(Operation operation) {
        errands.dispatch(
                () -> driver.cancel(operation), () -> {}); // the end of the loop has ended it
    }

    /// The loop's thread: starts an operation, which may wait for a permit.
    Admission startBy(Operation operation) {
        return driver.startBy(operation, Driver.NEVER);
    }

    /// A task has ended.
    void forget(Task<?> task) {
        tasks.leave(task);
        if (tasks.isClosed() || scheduling == Scheduling.HAND_OFF) {
            driver.wake(); // who makes the turns may wait for the end of the task
        }
    }

    private void run() {
        String failure = "";
        if (heldNsMax > 0) {
            Watchdog.watch(this);
        }
        try {
            while (!tasks.isClosed()) {
                if (turns.toIdle()) {
                    turns.sleep();
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

    private void end(String failure) {
        turns.leaveGroup();
        tasks.close();
        long asked = closeDeadline;
        long deadline = asked == Driver.NEVER ? now() + CLOSE_TIME.toNanos() : asked;
        new LoopEnd(this, driver, turns, tasks).run(deadline, failure, errands, end);
    }

    /// The running task, if that is who asks.
    private @Nullable Party local() {
        Party party = turns.running();
        return party != null && party.thread.equals(Thread.currentThread()) ? party : null;
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
