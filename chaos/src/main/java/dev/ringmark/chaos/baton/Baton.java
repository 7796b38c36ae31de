package dev.ringmark.chaos.baton;

import dev.ringmark.chaos.sim.Others;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Real threads of which one runs at a time: it has the baton, and hands it on where it calls the
/// kernel, comes to a point, or waits. The seed says to whom, so a seed is one interleaving.
public final class Baton implements Others {

    /* Points are put into the runtime's classes on their way into a loader (PointLoader). A thread
     * that blocks in any other way than by await() keeps the baton, and is found out by the clock
     * of the machine: whoever waits for a lock must not do so while its owner sleeps.
     */

    private static final long PATIENCE_SEC = 3;
    private static final ThreadLocal<@Nullable Runner> RUNNER = new ThreadLocal<>();

    /// Nobody is left who could go on.
    public static final class StuckException extends RuntimeException {

        private static final long serialVersionUID = 1;

        StuckException(String message) {
            super(message);
        }
    }

    /// One thread.
    private final class Runner implements Runnable {

        final String name;
        final Runnable body;
        final Semaphore turn = new Semaphore(0);
        @Nullable BooleanSupplier until;
        boolean isDone;

        Runner(String name, Runnable body) {
            this.name = name;
            this.body = body;
        }

        Baton baton() {
            return Baton.this;
        }

        boolean canRun() {
            return !isDone && (until == null || isOver || isSo(until));
        }

        @Override
        public void run() {
            RUNNER.set(this);
            turn.acquireUninterruptibly();
            try {
                body.run();
            } catch (RuntimeException | AssertionError e) {
                if (thrown == null) {
                    thrown = e;
                }
            } finally {
                isDone = true;
                done.countDown();
                handOn(null);
            }
        }
    }

    private final SplittableRandom chance;
    private final long patienceSec;
    private final List<Runner> runners = new ArrayList<>();
    private CountDownLatch done = new CountDownLatch(0);
    private @Nullable Throwable thrown;
    private boolean isOver;

    /// Whether somebody looks who can run: what that calls are no points.
    private boolean isChoosing;

    private long hash;
    private long turns;

    /// @param seed decides who runs when
    public Baton(long seed) {
        this(seed, PATIENCE_SEC);
    }

    /// @param patienceSec after how long a thread that keeps the baton is found out: longer than it
    ///     takes to load the classes of what is run
    public Baton(long seed, long patienceSec) {
        chance = new SplittableRandom(seed);
        this.patienceSec = patienceSec;
    }

    /// Adds a thread, before [#run()].
    public void add(String name, Runnable body) {
        runners.add(new Runner(name, body));
    }

    /// Runs all of them to their ends.
    ///
    /// @return what the first one threw, or null
    /// @throws StuckException when one blocks while it has the baton
    public @Nullable Throwable run() {
        done = new CountDownLatch(runners.size());
        for (Runner runner : runners) {
            Thread.ofPlatform().daemon().name(runner.name).start(runner);
        }
        runners.getFirst().turn.release();
        try {
            if (!done.await(patienceSec, TimeUnit.SECONDS)) {
                throw new StuckException("a thread blocks, and keeps others from running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StuckException("interrupted");
        }
        return thrown;
    }

    /// A number that two runs share when the same threads ran in the same order.
    public long hash() {
        return hash;
    }

    /// How often somebody was chosen.
    public long turns() {
        return turns;
    }

    /// Where a thread of any baton may have to let others run.
    public static void here() {
        Runner runner = RUNNER.get();
        if (runner != null) {
            runner.baton().point();
        }
    }

    @Override
    public void point() {
        Runner mine = RUNNER.get();
        if (mine != null && mine.baton().equals(this) && !isChoosing) {
            handOn(mine);
        }
    }

    @Override
    public boolean await(BooleanSupplier until) {
        Runner mine = RUNNER.get();
        if (mine == null) {
            return isSo(until);
        }
        mine.until = until;
        handOn(mine);
        mine.until = null;
        return isSo(until);
    }

    private boolean isSo(BooleanSupplier until) {
        isChoosing = true;
        try {
            return until.getAsBoolean();
        } finally {
            isChoosing = false;
        }
    }

    /// Chooses who runs next, and waits for the own turn.
    private void handOn(@Nullable Runner mine) {
        List<Runner> able = new ArrayList<>(runners.size());
        for (Runner runner : runners) {
            if (runner.canRun()) {
                able.add(runner);
            }
        }
        if (able.isEmpty()) {
            isOver = true; // everybody looks for the last time
            for (Runner runner : runners) {
                if (!runner.isDone) {
                    able.add(runner);
                }
            }
            if (able.isEmpty()) {
                return;
            }
        }
        int choice = chance.nextInt(able.size());
        hash = hash * 31 + choice;
        turns++;
        Runner next = able.get(choice);
        if (next != mine) {
            next.turn.release();
            if (mine != null) {
                mine.turn.acquireUninterruptibly();
            }
        }
    }
}
