package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.fault.LivelockException;
import dev.ringmark.chaos.sim.Bystander;
import dev.ringmark.chaos.sim.DeadlockException;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverCounts;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.PollFlag;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// One run of a script: a driver is opened on a simulated kernel, worked while things go wrong,
/// left to come to rest with faults off, and closed.
public final class Episode {

    /* Two phases. In the first one faults happen and only safety is asked for: nothing is told
     * twice, nothing is freed early. Then faults stop, and everything that can end has to: a wait
     * in which no event can ever occur is a lost wake-up, and is known at once. Some runs close the
     * driver in the middle of the first phase instead.
     */

    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private static final int SIGNAL = 12;

    /// How many names of operations that have ended are told again, and with what result.
    private static final int PAST = 24;
    private static final int PAST_RESULT = 7777;

    private static final long STALE = 0xff_fffeL << 16 | 1;

    private final Script script;
    private final FaultPlan plan;
    private final SimulatedKernel kernel;
    private final Cells cells;
    private final Bystander bystander;
    private final boolean hasThreads;
    private final Watch watch;
    private final Peers peers;
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    private final boolean hasInjection;

    private Episode(
            Script script, PagePool pool, Cells cells, Bystander bystander, boolean isTold) {
        this.script = script;
        this.cells = cells;
        this.bystander = bystander;
        hasThreads = (script.seed() * MULTIPLIER) >>> 60 == 0;
        plan = script.plan();
        kernel =
                new SimulatedKernel(
                        SimulatedKernel.Options.of(script.shape().profile(), script.seed())
                                .with(plan),
                        pool);
        watch = new Watch(kernel, isTold);
        cells.reset();
        peers = new Peers(kernel, watch, cells.take(watch), cells.take(watch));
        hasInjection = script.shape().profile().has(NopFlag.INJECT_RESULT);
    }

    /// Runs a script to its end.
    ///
    /// @param pool where the kernel's memory comes from
    /// @param cells where the operations' memory comes from
    /// @param bystander does in some runs what other threads do
    /// @param isTold whether the outcome shall tell every event
    public static Outcome run(
            Script script, PagePool pool, Cells cells, Bystander bystander, boolean isTold) {
        Episode episode = new Episode(script, pool, cells, bystander, isTold);
        try (SimulatedKernel kernel = episode.kernel) {
            episode.run();
            bystander.settle();
            return new Outcome(
                    episode.watch.violation(),
                    kernel.traceHash() * 31 + episode.watch.countTold(),
                    episode.plan.fired(),
                    episode.marks,
                    episode.watch.events(),
                    episode.watch.countStarted());
        }
    }

    Watch watch() {
        return watch;
    }

    Cells cells() {
        return cells;
    }

    Peers peers() {
        return peers;
    }

    FaultPlan plan() {
        return plan;
    }

    SimulatedKernel kernel() {
        return kernel;
    }

    Script script() {
        return script;
    }

    boolean hasInjection() {
        return hasInjection;
    }

    boolean hasShortTransfers() {
        return plan.has(FaultKind.TRANSFER_SHORT);
    }

    /// Does what another thread of the process does; in one run of 16 that is another thread.
    void byOther(Runnable what) {
        if (hasThreads) {
            bystander.run(kernel, what);
        } else {
            what.run();
        }
    }

    void mark(Mark mark) {
        marks.add(mark);
    }

    /// An operation has had its last completion.
    void ended(Tracked tracked) {
        if (tracked.kind == Tracked.Kind.WRITE) {
            peers.receive();
        }
    }

    /// Compares what the driver says with what was counted here.
    void compare(Driver driver) {
        DriverCounts counts = driver.counts();
        watch.check(
                counts.accepted() == watch.countStarted(),
                Invariant.I_26,
                () -> counts.accepted() + " accepted, " + watch.countStarted() + " counted here");
        watch.check(
                counts.ended() == watch.countTold(),
                Invariant.I_02,
                () -> counts.ended() + " ended, " + watch.countTold() + " counted here");
        watch.check(
                counts.callbackFailures() == watch.countThrown(),
                Invariant.I_24,
                () ->
                        counts.callbackFailures()
                                + " callbacks failed, "
                                + watch.countThrown()
                                + " threw");
        watch.check(
                driver.inFlight() <= script.shape().permits(),
                Invariant.I_06,
                () -> driver.inFlight() + " under way, permits " + script.shape().permits());
        watch.check(
                driver.failure() != null || plan.fatalAnswers() < 3,
                Invariant.I_14,
                "an enter failed for good, and the driver takes itself for well");
        watch.check(
                kernel.outside().miscounts() == 0,
                Invariant.I_15,
                "an enter asked for more or fewer SQEs than are published");
        boolean isThere = script.shape().profile().has(PollFlag.ADD_MULTI);
        boolean isUsed = driver.features().isUsed(Feature.MULTISHOT_POLL);
        watch.check(
                isUsed == isThere || (isUsed && counts.wakes() == 0),
                Invariant.I_23,
                "multishot polls: there " + isThere + ", used " + isUsed);
        if (driver.failure() != null) {
            mark(Mark.FAILED);
            boolean isExpected = plan.has(FaultKind.ENTER_FATAL) || plan.has(FaultKind.ENTER_LIES);
            watch.check(isExpected, Invariant.I_14, () -> "the driver failed: " + driver.failure());
        }
    }

    /// Things that go wrong between two calls of the program.
    void disturb() {
        if (plan.next(FaultKind.STRAY_WAKE) > 0) {
            kernel.outside().strayEvents(false);
        }
        if (plan.next(FaultKind.WAKE_FULL) > 0) {
            kernel.outside().strayEvents(true);
        }
        int paused = plan.next(FaultKind.OWNER_PAUSED);
        if (paused > 0) {
            kernel.run(Duration.ofNanos(paused * 100_000L));
        }
        int signal = plan.next(FaultKind.SIGNAL);
        if (signal > 0) {
            int thread = kernel.calls().threadId();
            kernel.schedule(
                    Duration.ofNanos(signal * 10_000L),
                    () -> kernel.calls().signalThread(thread, SIGNAL));
        }
        int forged = plan.next(FaultKind.CQE_FORGED);
        if (forged > 0) {
            switch (forged % 4) {
                case 0 -> kernel.outside().forge((long) forged << 40 | STALE, forged);
                case 1 -> kernel.outside().forge(-forged, forged);
                default -> {
                    for (int ago = 0; ago < PAST; ago++) {
                        kernel.outside().forgePast(ago, PAST_RESULT);
                    }
                }
            }
        }
    }

    private void run() {
        try {
            Driver driver = open();
            if (driver != null) {
                Program program = new Program(this, driver);
                program.run();
                marks.addAll(Mark.of(driver.counts()));
            }
            if (watch.violation() == null) {
                finish();
            }
        } catch (DeadlockException e) {
            watch.broken(Invariant.I_07, "nothing can ever happen again: " + e.getMessage());
        } catch (LivelockException e) {
            watch.broken(Invariant.I_16, String.valueOf(e.getMessage()));
        } catch (AssertionError e) {
            watch.broken(Invariant.I_02, "an assertion of the driver's own: " + where(e));
        } catch (RuntimeException e) {
            watch.broken(Invariant.I_14, "it threw " + where(e));
        }
    }

    private @Nullable Driver open() {
        try {
            return Driver.open(kernel, script.shape().options());
        } catch (RingException e) {
            mark(Mark.NOT_OPENED);
            boolean isExpected =
                    plan.has(FaultKind.SETUP_ERROR)
                            || plan.has(FaultKind.MAP_ERROR)
                            || plan.has(FaultKind.EVENT_FD_ERROR);
            watch.check(isExpected, Invariant.I_14, () -> "it did not open: " + e.getMessage());
            return null;
        }
    }

    /// Everything is over: what was taken has to be back.
    private void finish() {
        peers.close();
        kernel.run(Duration.ofSeconds(10));
        watch.check(
                kernel.openFds() == 0,
                Invariant.I_12,
                () -> kernel.openFds() + " fds are still open");
        int mappings = kernel.outside().mappings();
        watch.check(mappings == 0, Invariant.I_12, () -> mappings + " mappings are still there");
        int badFds = kernel.outside().badFds();
        watch.check(
                badFds == 0, Invariant.I_12, () -> badFds + " calls named an fd that was not open");
        cells.check(watch);
    }

    private static String where(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
