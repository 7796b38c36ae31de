package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.shard.CloseReport;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Quarantine;
import java.time.Duration;

/// The end of a run: rest with faults off, or none, then the close of the driver.
final class Ending {

    private static final int TURNS_MAX = 4000;
    private static final int IDLE_TURNS = 4;
    private static final long MILLI = 1_000_000L;
    private static final long DAY = 86_400_000 * MILLI;
    private static final long SLACK_NS = 30 * MILLI;
    private static final int REAPS_MAX = 64;

    private final Episode episode;
    private final Program program;
    private final Driver driver;
    private final SimulatedKernel kernel;
    private final Watch watch;
    private final FaultPlan plan;

    Ending(Episode episode, Program program, Driver driver) {
        this.episode = episode;
        this.program = program;
        this.driver = driver;
        kernel = episode.kernel();
        watch = episode.watch();
        plan = episode.plan();
    }

    void run() {
        int how = (int) ((episode.script().seed() * 0x9e37_79b9_7f4a_7c15L) >>> 61);
        boolean isCalm = how < 5 && !episode.script().endsAtOnce();
        if (isCalm) {
            plan.stop();
            awaitCancelled();
            listen();
            rest();
            if (watch.violation() == null && driver.failure() == null) {
                idle();
            }
        }
        if (watch.violation() == null) {
            close(isCalm ? 1_000 * MILLI : 50 * MILLI * (how % 3), isCalm);
        }
        if (watch.violation() == null) {
            reap();
        }
    }

    /// What the program has cancelled ends, though nobody writes and nobody asks again.
    private void awaitCancelled() {
        for (int turn = 0; turn < TURNS_MAX && driver.failure() == null; turn++) {
            if (watch.violation() != null || !hasCancelled()) {
                return;
            }
            if (driver.step(64) == 0 && hasCancelled()) {
                driver.await(Driver.NEVER);
            }
        }
        watch.check(
                driver.failure() != null || !hasCancelled(),
                Invariant.I_21,
                () -> "a cancelled operation does not end");
    }

    private boolean hasCancelled() {
        return program.entries().stream()
                .map(Program.Entry::tracked)
                .anyMatch(
                        each ->
                                each.isOpen()
                                        && each.isCancelled()
                                        && each.kind != Tracked.Kind.STUCK_READ);
    }

    /// A multishot that has credit hears what happens.
    private void listen() {
        for (Program.Entry entry : program.entries()) {
            if (entry.operation() instanceof Shots shots && entry.tracked().isOpen()) {
                hear(entry.tracked(), shots);
            }
        }
    }

    private void hear(Tracked tracked, Shots shots) {
        driver.grant(shots, 4);
        int before = tracked.completions();
        for (int turn = 0; turn < TURNS_MAX && driver.failure() == null; turn++) {
            boolean isHeard = !tracked.isOpen() || tracked.completions() > before;
            if (isHeard || watch.violation() != null) {
                return;
            }
            if (driver.step(64) == 0) {
                episode.peers().write();
                // One completion that is days late keeps those behind it, on one thread, as long.
                driver.await(driver.now() + (program.mayTakeDays() ? DAY : MILLI));
            }
        }
        watch.check(
                driver.failure() != null,
                Invariant.I_18,
                () -> tracked + " does not hear any more");
    }

    /// Everything that can end does, within a bound, and every sleep ends by itself.
    private void rest() {
        watch.say("faults off");
        for (Program.Entry entry : program.entries()) {
            if (entry.tracked().isEndless() && !entry.tracked().isCancelled()) {
                driver.cancel(entry.operation());
            }
        }
        for (int turn = 0; turn < TURNS_MAX && driver.failure() == null; turn++) {
            if (isAtRest()) {
                return;
            }
            if (driver.step(64) == 0 && !isAtRest()) {
                int kept = kernel.outside().kept();
                watch.check(
                        kept == 0 || driver.failure() != null,
                        Invariant.I_16,
                        () ->
                                "a step did nothing, and left "
                                        + kept
                                        + " completions with the kernel");
                episode.peers().write();
                episode.peers().send();
                episode.peers().receive();
                driver.await(Driver.NEVER);
            }
        }
        watch.check(
                driver.failure() != null || isAtRest(),
                Invariant.I_16,
                () -> "operations do not end, such as " + unfinished());
    }

    private boolean isAtRest() {
        for (Program.Entry entry : program.entries()) {
            boolean isStuck = entry.tracked().kind == Tracked.Kind.STUCK_READ;
            if (!isStuck && entry.tracked().isOpen()) {
                return false;
            }
        }
        for (ModelTimer timer : program.timers()) {
            if (timer.isSet()) {
                return false;
            }
        }
        return program.tasksLeft() == 0;
    }

    private String unfinished() {
        return program.entries().stream()
                .filter(entry -> entry.tracked().isOpen())
                .findFirst()
                .map(entry -> entry.tracked().toString())
                .orElse("a task or a timer");
    }

    /// A loop without work sleeps, and a wake-up or a task ends its sleep.
    private void idle() {
        watch.say("idle");
        turn(driver.now() + MILLI); // completions that nobody waits for may still lie in the kernel
        long entersBefore = driver.counts().enters();
        for (int turn = 0; turn < IDLE_TURNS; turn++) {
            turn(driver.now() + MILLI);
        }
        long enters = driver.counts().enters() - entersBefore;
        watch.check(
                enters <= 6 * IDLE_TURNS,
                Invariant.I_08,
                () -> enters + " enters in " + IDLE_TURNS + " idle turns");
        kernel.schedule(Duration.ofNanos(700_000), () -> episode.byOther(driver::wake));
        turn(Driver.NEVER);
        driver.wake();
        turn(Driver.NEVER);
        int tasks = program.tasksRun();
        kernel.schedule(Duration.ofNanos(700_000), () -> episode.byOther(program::giveTask));
        for (int turn = 0; turn < TURNS_MAX && program.tasksRun() == tasks; turn++) {
            // Where the SQ is full and a thread of the kernel empties it, neither needs a call; but
            // a turn takes time, and only calls let it pass here.
            driver.now();
            driver.await(Driver.NEVER);
            driver.step(64);
        }
        watch.check(program.tasksRun() > tasks, Invariant.I_07, "a task was not run");
    }

    private void turn(long deadline) {
        for (int turn = 0; driver.step(64) > 0; turn++) {
            if (turn == TURNS_MAX) {
                watch.broken(Invariant.I_08, "steps go on though there is nothing to do");
                return;
            }
        }
        driver.await(deadline);
    }

    private void close(long patience, boolean isCalm) {
        long deadline = driver.now() + patience;
        watch.say("close");
        CloseReport report = driver.close(deadline);
        long late = kernel.nanoTime() - deadline;
        plan.stop();
        watch.check(late <= SLACK_NS, Invariant.I_09, () -> "close was " + late + " ns late");
        episode.compare(driver);
        watch.check(watch.open() == 0, Invariant.I_01, () -> "no outcome for " + unfinished());
        watch.check(program.tasksLeft() == 0, Invariant.I_10, "a task that was taken did not run");
        for (ModelTimer timer : program.timers()) {
            watch.check(!timer.isSet(), Invariant.I_11, "a timer was forgotten");
        }
        watch.check(!driver.wake(), Invariant.I_07, "a closed driver was woken");
        watch.check(!program.giveTask(), Invariant.I_10, "a closed driver took a task");
        if (report.quarantined() > 0) {
            episode.mark(Mark.QUARANTINED);
            boolean isExpected =
                    !isCalm || driver.failure() != null || program.mayTakeDays() || hasStuck();
            watch.check(
                    isExpected,
                    Invariant.I_16,
                    () -> report.quarantined() + " operations were given up that could have ended");
        } else {
            watch.check(
                    watch.held() == 0,
                    Invariant.I_04,
                    () ->
                            "the ring is closed, and memory of "
                                    + watch.held()
                                    + " operations not back");
        }
        episode.mark(report.cancelledAtOnce() ? Mark.CANCELLED_AT_ONCE : Mark.CANCELLED_EACH);
    }

    private boolean hasStuck() {
        return program.entries().stream()
                .anyMatch(entry -> entry.tracked().kind == Tracked.Kind.STUCK_READ);
    }

    /// What was quarantined ends one day, and its memory comes back then.
    private void reap() {
        kernel.outside().unstick();
        for (int turn = 0; Quarantine.reap(kernel) > 0; turn++) {
            if (turn == REAPS_MAX) {
                watch.broken(Invariant.I_16, "the quarantine does not empty");
                return;
            }
            kernel.outside().cancelEverything();
            kernel.run(Duration.ofNanos(MILLI << Math.min(turn, 30)));
        }
        watch.check(
                watch.held() == 0,
                Invariant.I_04,
                () -> "memory of " + watch.held() + " operations did not come back");
    }
}
