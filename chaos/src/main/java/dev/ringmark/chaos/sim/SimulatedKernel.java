package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A kernel in this process: rings, files and time as Linux has them, and the same run for the same
/// seed.
///
/// Nothing happens by itself. Time passes a little with each call and jumps to the next event when
/// a caller waits; where there is no next event the wait is a deadlock, and the caller is told so
/// at once ([DeadlockException]). Where callers are several real threads, another one may still
/// do something: [Options#withRealThreads] says how long to believe that.
///
/// Calls are serialised. With one thread, or threads that hand over to each other at fixed points,
/// a seed fixes everything.
public final class SimulatedKernel implements Kernel, AutoCloseable {

    /// What a simulated kernel is made with.
    ///
    /// @param profile which kernel it is
    /// @param seed what decides where a real kernel is free
    /// @param interference what is done to it
    /// @param scribbles whether it writes poison into memory that a request may write at any time
    /// @param realThreadPatience how long a wait without any event believes in other threads
    /// @param limits what it has room for
    /// @param others the other threads, where they take turns
    public record Options(
            Profile profile,
            long seed,
            Interference interference,
            boolean scribbles,
            Duration realThreadPatience,
            Limits limits,
            Others others) {

        /// A kernel of a release, undisturbed.
        public static Options of(Profile profile, long seed) {
            return new Options(
                    profile, seed, Interference.NONE, true, Duration.ZERO, Limits.ANY, Others.NONE);
        }

        public Options with(Interference what) {
            return new Options(profile, seed, what, scribbles, realThreadPatience, limits, others);
        }

        public Options withScribbles(boolean on) {
            return new Options(profile, seed, interference, on, realThreadPatience, limits, others);
        }

        public Options withRealThreads(Duration patience) {
            return new Options(profile, seed, interference, scribbles, patience, limits, others);
        }

        public Options with(Limits other) {
            return new Options(
                    profile, seed, interference, scribbles, realThreadPatience, other, others);
        }

        boolean hasOthers() {
            return !others.equals(Others.NONE);
        }

        /// With threads that take turns.
        public Options withOthers(Others who) {
            return new Options(
                    profile, seed, interference, scribbles, realThreadPatience, limits, who);
        }
    }

    private static final long CALL_NANOS = 500;
    private static final long CLOCK_NANOS = 100;

    private final Options options;
    private final PagePool pool;
    private final Streams streams;
    private final EventHeap heap;
    private final TraceHash trace = new TraceHash();
    private final Threads threads = new Threads();
    private final FdTable fds;
    private final Operations operations = Operations.all();
    private final Futexes futexes = new Futexes();
    private final FileNames names;
    private final Outside outside = new Outside(this);
    private final SimulatedCalls calls = new SimulatedCalls(this);
    private final EnterCall enterCall = new EnterCall(this);
    private final RegisterCall registerCall = new RegisterCall(this);
    private final Set<PagePool.Block> mapped = new LinkedHashSet<>();
    private final List<SimRing> polled = new ArrayList<>(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();
    private long callCount;

    /// @param pool where its memory comes from and goes back to
    public SimulatedKernel(Options options, PagePool pool) {
        this.options = options;
        this.pool = pool;
        streams = new Streams(options.seed());
        heap = new EventHeap(streams);
        fds = new FdTable(options.limits().fds());
        names = new FileNames(this, new Disk(options.limits().diskSize()));
    }

    @Override
    public String binding() {
        return "simulated";
    }

    @Override
    public String release() {
        return options.profile().release().raw() + ".0-simulated";
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        return call(1, entries, () -> new SetupCall(this, params).run(entries));
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        return call(
                2,
                toSubmit,
                () ->
                        enterCall.run(
                                fd,
                                toSubmit,
                                minComplete,
                                flags,
                                argument.address(),
                                argumentSize));
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        return call(3, operation, () -> registerCall.run(fd, operation, argument.address(), count));
    }

    @Override
    public Mapping map(int fd, long offset, long size) {
        lock.lock();
        try {
            return SimMapping.ofRing(this, fd, offset, size);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Mapping allocatePages(long size) {
        lock.lock();
        try {
            if (size <= 0) {
                throw new RingException(
                        "mmap(anonymous, size " + size + ")", Errno.EINVAL.negative(), "size > 0");
            }
            return SimMapping.ofPages(this, size);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int close(int fd) {
        return calls.close(fd);
    }

    @Override
    public SystemCalls calls() {
        return calls;
    }

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            pass(CLOCK_NANOS);
            return heap.now();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long random() {
        return streams.guest();
    }

    /// A number that is the same for two runs in which the same happened.
    public long traceHash() {
        return trace.value();
    }

    /// How many observations the trace hash stands for: calls and CQEs.
    public long traceLength() {
        return trace.count();
    }

    /// How many fds are open.
    public int openFds() {
        return fds.count();
    }

    /// Opens a device that never answers and can't be cancelled.
    ///
    /// @return an fd
    public int openStuckDevice() {
        return call(4, 0, () -> fds.install(outside.stuckDevice(), true));
    }

    /// What happens outside of the process, and what can be seen from there.
    public Outside outside() {
        return outside;
    }

    /// Nothing runs by itself here: whoever owns the simulation does what is left in the
    /// background, when it likes.
    @Override
    public void background(String name, Runnable task) {
        trace.add(name.hashCode(), 0);
    }

    /// Has somebody else do something so much later: another task of the process, or a peer.
    ///
    /// It runs when time gets there, in whichever call that is, and must not wait.
    public void schedule(Duration delay, Runnable task) {
        call(
                6,
                0,
                () -> {
                    heap.in(delay.toNanos(), task);
                    return 0;
                });
    }

    /// Waits for another thread, which may call meanwhile, though the caller may be inside a call.
    @SuppressWarnings("LockNotBeforeTry") // it is the caller's, given back for a while
    public void aside(Runnable wait) {
        int holds = lock.getHoldCount();
        for (int hold = 0; hold < holds; hold++) {
            lock.unlock();
        }
        try {
            wait.run();
        } finally {
            for (int hold = 0; hold < holds; hold++) {
                lock.lock();
            }
        }
    }

    /// Has everything happen that is still to happen within a time, with nobody waiting.
    public void run(Duration time) {
        call(
                5,
                0,
                () -> {
                    pass(time.toNanos());
                    return 0;
                });
    }

    /// Gives all memory back to the pool, whatever is still mapped.
    @Override
    public void close() {
        for (PagePool.Block block : List.copyOf(mapped)) {
            release(block);
        }
    }

    /// Runs a call in the kernel.
    ///
    /// @param kind for the trace
    int call(int kind, long argument, Call what) {
        if (options.hasOthers() && !lock.isHeldByCurrentThread()) {
            options.others().point();
        }
        lock.lock();
        try {
            callCount++;
            pass(CALL_NANOS);
            int result = what.run();
            trace.add(kind << 24 | (argument & 0xff_ffff), result);
            look();
            return result;
        } finally {
            threads.forgetSignal(threads.current());
            if (!options.realThreadPatience().isZero()) {
                happened.signalAll();
            }
            lock.unlock();
        }
    }

    /// Waits for the next event, within a call.
    ///
    /// @param deadline when to wait no longer, or `Long.MAX_VALUE`
    /// @param waiting who waits for what, for the verdict
    void waitForEvent(long deadline, String waiting) {
        if (options.hasOthers()) {
            long before = callCount;
            unlocked(
                    () -> {
                        options.others().point();
                        return true;
                    });
            if (callCount != before) {
                return; // what is waited for may have come
            }
        }
        look();
        if (heap.nextTime() <= deadline && !heap.isEmpty()) {
            heap.step();
        } else if (deadline != Long.MAX_VALUE) {
            heap.moveTo(deadline);
        } else {
            waitForOthers(waiting);
        }
    }

    Profile profile() {
        return options.profile();
    }

    boolean is(Switch which) {
        return options.profile().is(which);
    }

    Interference interference() {
        return options.interference();
    }

    Streams streams() {
        return streams;
    }

    EventHeap heap() {
        return heap;
    }

    TraceHash trace() {
        return trace;
    }

    Threads threads() {
        return threads;
    }

    int mapped() {
        return mapped.size();
    }

    FdTable fds() {
        return fds;
    }

    Operations operations() {
        return operations;
    }

    Futexes futexes() {
        return futexes;
    }

    FileNames names() {
        return names;
    }

    PagePool pool() {
        return pool;
    }

    PagePool.Block take(long size) {
        PagePool.Block block = pool.take(size);
        mapped.add(block);
        return block;
    }

    void release(PagePool.Block block) {
        if (mapped.remove(block)) {
            pool.give(block);
        }
    }

    /// A ring with a thread of its own was made.
    void remember(SimRing ring) {
        polled.add(ring);
    }

    void forget(SimRing ring) {
        polled.remove(ring);
    }

    /// Whether memory may be read or written for the process.
    boolean isMapped(long address, long size) {
        return UserMemory.isPlausible(address, size) && !pool.isReleased(address);
    }

    /// Writes poison where a waiting request may write.
    void scribble(Request request) {
        Operation operation = request.operation;
        if (!options.scribbles() || operation == null) {
            return;
        }
        long size = operation.writableSize(request);
        if (size > 0 && isMapped(request.address, size) && streams.memory().nextBoolean()) {
            UserMemory.fill(request.address, size, (byte) streams.memory().nextInt());
        }
    }

    /// The kernel's side of a call: what it answers.
    @FunctionalInterface
    interface Call {
        int run();
    }

    private void pass(long nanoseconds) {
        heap.pass(nanoseconds);
        look();
    }

    private void look() {
        for (int index = 0; index < polled.size(); index++) {
            SqThread thread = polled.get(index).sqThread();
            if (thread != null) {
                thread.look();
            }
        }
    }

    /// Does something while others can make calls.
    private boolean unlocked(BooleanSupplier what) {
        int holds = lock.getHoldCount();
        for (int hold = 0; hold < holds; hold++) {
            lock.unlock();
        }
        try {
            return what.getAsBoolean();
        } finally {
            for (int hold = 0; hold < holds; hold++) {
                lock.lock();
            }
        }
    }

    /// Lets other threads in; a wake-up without a cause is one look too many, and does no harm.
    @SuppressWarnings("WaitNotInLoop")
    private void waitForOthers(String waiting) {
        if (options.hasOthers()) {
            int sleeper = threads.current();
            long before = callCount;
            threads.setAsleep(sleeper, true);
            boolean isOver = unlocked(() -> options.others().await(() -> callCount != before));
            threads.setAsleep(sleeper, false);
            if (!isOver) {
                throw new DeadlockException(waiting);
            }
            return;
        }
        long patience = options.realThreadPatience().toNanos();
        if (patience == 0) {
            throw new DeadlockException(waiting);
        }
        int thread = threads.current();
        threads.setAsleep(thread, true);
        try {
            if (!happened.await(patience, TimeUnit.NANOSECONDS)) {
                throw new DeadlockException(waiting);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadlockException(waiting + ", interrupted");
        } finally {
            threads.setAsleep(thread, false);
        }
    }
}
