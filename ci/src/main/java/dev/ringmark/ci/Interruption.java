package dev.ringmark.ci;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Passes a Ctrl-C or a SIGTERM on, to a child or to a thread, and keeps this JVM until the command
/// has cleared up.
///
/// The command goes on in its own thread: it sees its work end, and then [#happened()]. When it
/// closes this, or after a bounded time, the JVM ends with the status of the signal.
final class Interruption implements AutoCloseable {
    private static final Duration CHILD_TIME_MAX = Duration.ofSeconds(10);
    private static final Duration CLEAR_UP_TIME_MAX = Duration.ofSeconds(20);

    private final Stop stop;
    private final CountDownLatch clearedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "ringmark-interruption");
    private volatile boolean happened;

    /// What a signal does to the work.
    @FunctionalInterface
    private interface Stop {
        void stop() throws InterruptedException;
    }

    private Interruption(Stop stop) {
        this.stop = stop;
    }

    /// Ends a child, by force if it must.
    static Interruption of(Process child) {
        return added(
                new Interruption(
                        () -> {
                            child.destroy();
                            try {
                                if (!child.waitFor(
                                        CHILD_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                                    child.destroyForcibly();
                                }
                            } catch (InterruptedException e) {
                                child.destroyForcibly();
                                throw e;
                            }
                        }));
    }

    /// Tells the work to end.
    static Interruption of(Runnable tell) {
        return added(new Interruption(tell::run));
    }

    private static Interruption added(Interruption interruption) {
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    boolean happened() {
        return happened;
    }

    @Override
    public void close() {
        clearedUp.countDown();
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                happened = true; // the signal came between the two lines
            }
        }
    }

    private void stop() {
        happened = true;
        try {
            stop.stop();
            if (!clearedUp.await(CLEAR_UP_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("ringmark: stopped before the reports were written");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
