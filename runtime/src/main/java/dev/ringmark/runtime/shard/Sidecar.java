package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A thread that waits for a driver's events, so that the owner never does.
///
/// The owner, a thread with a loop of its own, steps the driver and then lets the sidecar
/// [#watch]; the sidecar waits in the kernel, and calls `ready` once for each watch, on its own
/// thread: something that makes the owner step again, soon.
///
/// ```
/// void turn() {
///     do {
///         driver.step(1024);
///     } while (!sidecar.watch(Driver.NEVER));
/// }
/// ```
///
/// Rings with SINGLE_ISSUER cannot be waited for by another thread (-EEXIST, K7). Since 5.11, which
/// brought the timeout of an enter.
public final class Sidecar implements AutoCloseable {

    /* One word says who has the turn.
     *
     *   IDLE --watch--> WATCHING --the wait ends--> IDLE, then ready.run()
     *   any  --close--> STOPPED
     *
     * Who finds WATCHING in watch() needs to do nothing: ready will be called, at the latest for
     * the watch before. Only a deadline that is earlier than the one waited for has to end the
     * wait, and so does close(): the bell is rung, which makes a CQE.
     */

    private static final int IDLE = 0;
    private static final int WATCHING = 1;
    private static final int STOPPED = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int JOIN_MS = 10;

    private final Driver driver;
    private final Kernel kernel;
    private final int fd;
    private final Runnable ready;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final Thread thread;
    private volatile long deadline = Driver.NEVER;
    private volatile boolean isReadyThrown;

    /// Made by [Driver#sidecar].
    Sidecar(Driver driver, Kernel kernel, int fd, Runnable ready) {
        this.driver = driver;
        this.kernel = kernel;
        this.fd = fd;
        this.ready = ready;
        thread = Thread.ofPlatform().name("ringmark-sidecar").daemon(true).start(this::run);
    }

    /// Owner: lets the sidecar wait until there is something to step for, or the deadline comes.
    ///
    /// @return false when there is something to step for now; else `ready` will be called
    public boolean watch(long until) {
        long due = Math.min(until, driver.nextDeadline());
        if (!driver.beginWatch()) {
            return false;
        }
        if (state.get() == WATCHING) {
            if (due < deadline) {
                driver.kick();
            }
            return true;
        }
        deadline = due;
        if (!state.compareAndSet(IDLE, WATCHING)) {
            throw new IllegalStateException("the sidecar is closed");
        }
        LockSupport.unpark(thread);
        return true;
    }

    /// Whether `ready` has thrown; the sidecar goes on all the same.
    public boolean hasThrown() {
        return isReadyThrown;
    }

    /// Owner: ends the thread. [Driver#close] does so too.
    @Override
    public void close() {
        if (state.getAndSet(STOPPED) == STOPPED) {
            return;
        }
        driver.forget(this);
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            LockSupport.unpark(thread);
            driver.kick();
            try {
                thread.join(JOIN_MS);
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timespec = arena.allocate(TimespecLayout.LAYOUT);
            MemorySegment argument = arena.allocate(WaitArgumentLayout.LAYOUT);
            while (true) {
                switch (state.get()) {
                    case IDLE -> LockSupport.park(this);
                    case STOPPED -> {
                        return;
                    }
                    default -> {
                        await(argument, timespec);
                        if (state.compareAndSet(WATCHING, IDLE)) {
                            tell();
                        }
                    }
                }
            }
        }
    }

    /// Waits for one CQE; an error of the ring ends the wait too, and the owner will meet it.
    private void await(MemorySegment argument, MemorySegment timespec) {
        int result = Errno.EINTR.negative();
        while (result == Errno.EINTR.negative() && state.get() == WATCHING) {
            long until = deadline;
            int flags = EnterFlag.GETEVENTS.bits();
            if (until == Driver.NEVER) {
                result = kernel.enter(fd, 0, 1, flags, MemorySegment.NULL, 0);
                continue;
            }
            long left = Math.max(0, until - kernel.nanoTime());
            timespec.set(JAVA_LONG, TimespecLayout.TV_SEC, left / NANOS_PER_SECOND);
            timespec.set(JAVA_LONG, TimespecLayout.TV_NSEC, left % NANOS_PER_SECOND);
            argument.set(JAVA_LONG, WaitArgumentLayout.TS, timespec.address());
            flags |= EnterFlag.EXT_ARG.bits();
            result = kernel.enter(fd, 0, 1, flags, argument, argument.byteSize());
        }
    }

    private void tell() {
        try {
            ready.run();
        } catch (RuntimeException e) {
            isReadyThrown = true;
        }
    }
}
