package dev.ringmark.chaos.sim;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A second thread of the process, which runs only while its owner waits for it.
///
/// That is what baton passing is: one of the two has the baton, and it changes hands where the
/// simulation says so, inside the owner's calls too. So a seed still fixes everything, but what the
/// owner holds on to in a sleep is what others run into: a lock, say.
public final class Bystander implements AutoCloseable {

    private static final long LOOK_NANOS = 2_000_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private volatile @Nullable Thread owner;
    private volatile @Nullable Runnable task;
    private volatile @Nullable Throwable thrown;
    private volatile boolean isClosed;
    private @Nullable Thread thread;

    /// Has the other thread do something, and waits for that.
    ///
    /// @param kernel which the caller may be inside of a call of
    /// @throws DeadlockException when the other thread waits for a lock that the caller holds
    public void run(SimulatedKernel kernel, Runnable what) {
        Thread caller = Thread.currentThread();
        if (caller.equals(thread)) {
            what.run(); // it has the baton
            return;
        }
        owner = caller;
        thrown = null;
        task = what;
        wake();
        kernel.aside(this::await);
        Throwable failure = thrown;
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /// Waits until it is done, now that the owner has let go of what it held.
    public void settle() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (task != null) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the other thread does not end: " + thread);
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
    }

    private void wake() {
        Thread helper = thread;
        if (helper == null) {
            helper = Thread.ofPlatform().daemon().name("ringmark-bystander").unstarted(this::work);
            thread = helper;
            helper.start();
        } else {
            LockSupport.unpark(helper);
        }
    }

    private void await() {
        Thread helper = thread;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (task != null) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (task == null || helper == null) {
                return;
            }
            ThreadInfo seen = THREADS.getThreadInfo(helper.threadId());
            if (seen != null && seen.getLockOwnerId() == Thread.currentThread().threadId()) {
                throw new DeadlockException(
                        "another thread waits for a lock that the sleeping owner holds: "
                                + seen.getLockInfo().getClassName());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new DeadlockException("another thread does not come back: " + seen);
            }
        }
    }

    private void work() {
        while (!isClosed) {
            Runnable now = task;
            if (now == null) {
                LockSupport.park(this);
                continue;
            }
            try {
                now.run();
            } catch (RuntimeException | Error e) {
                thrown = e;
            }
            task = null;
            LockSupport.unpark(owner);
        }
    }
}
