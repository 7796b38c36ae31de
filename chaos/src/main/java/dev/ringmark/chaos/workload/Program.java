package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The program of a run: does what the script's numbers say, each read against what there is.
final class Program {

    /// An operation that was started, with what it was told.
    record Entry(Tracked tracked, Operation operation) {}

    private static final int ENTRIES_MAX = 200;
    private static final int TIMERS = 7;

    private final Episode episode;
    private final SimulatedKernel kernel;
    private final Watch watch;
    private final Driver driver;
    private final List<Entry> entries = new ArrayList<>();
    private final List<ModelTimer> timers = new ArrayList<>();
    private int tasksTaken;
    private int tasksRun;

    Program(Episode episode, Driver driver) {
        this.episode = episode;
        this.driver = driver;
        kernel = episode.kernel();
        watch = episode.watch();
        for (int at = 0; at < TIMERS; at++) {
            timers.add(new ModelTimer(episode));
        }
    }

    /// Runs the script, and ends the driver.
    void run() {
        for (int action : episode.script().actions()) {
            act(action & 0xff, action >>> 8);
            if (watch.isTold()) {
                watch.say("\t" + state());
            }
            episode.compare(driver);
            if (watch.violation() != null) {
                return;
            }
            episode.disturb();
        }
        new Ending(episode, this, driver).run();
    }

    /// What there is, for people: operations, queues, timers.
    private String state() {
        StringBuilder text = new StringBuilder();
        text.append("time ").append(kernel.outside().now()).append(" ns\n");
        text.append(kernel.outside().describe());
        text.append("under way: ").append(driver.inFlight()).append(" of ");
        text.append(episode.script().shape().permits()).append(" permits\n");
        for (Entry entry : entries) {
            if (entry.tracked.isOpen()) {
                boolean isTheKernels = entry.tracked.isTheKernels();
                text.append("  ").append(entry.tracked);
                text.append(isTheKernels ? ", in the kernel\n" : ", with the driver\n");
            }
        }
        for (ModelTimer timer : timers) {
            if (timer.isSet()) {
                text.append("  timer due ").append(timer.due()).append('\n');
            }
        }
        return text.append(driver.counts()).toString();
    }

    List<Entry> entries() {
        return entries;
    }

    List<ModelTimer> timers() {
        return timers;
    }

    int tasksRun() {
        return tasksRun;
    }

    int tasksLeft() {
        return tasksTaken - tasksRun;
    }

    /// A task that any thread gives to the driver.
    ///
    /// @return whether it was taken
    boolean giveTask() {
        boolean isTaken =
                driver.execute(
                        () -> {
                            watch.say("task runs");
                            tasksRun++;
                        });
        tasksTaken += isTaken ? 1 : 0;
        return isTaken;
    }

    private void act(int which, int argument) {
        if (which < 90) {
            start(kindOf(argument), argument, which < 12);
        } else if (which < 112) {
            cancel(argument);
        } else if (which < 122) {
            timer(argument);
        } else if (which < 130) {
            grant(argument);
        } else if (which < 142) {
            later(argument, this::giveTask);
        } else if (which < 150) {
            later(argument, driver::wake);
        } else if (which < 175) {
            later(argument, peer(argument));
        } else if (which < 215) {
            int budget = 1 << (argument & 7);
            long before = kernel.nanoTime();
            int done = driver.step(budget);
            checkTimers(budget, before);
            watch.say("step(" + budget + ") did " + done);
            checkFailure();
        } else if (which < 250) {
            long deadline = driver.now() + (1L << (argument & 0xf));
            driver.await(deadline);
            watch.say("await");
        } else {
            start(Tracked.Kind.POLL_MULTISHOT, argument, false);
        }
    }

    @SuppressWarnings("EnumOrdinal") // STUCK_READ comes after those that are frequent
    private static Tracked.Kind kindOf(int argument) {
        Tracked.Kind[] kinds = Tracked.Kind.values();
        int which = argument & 0xff;
        if (which == 0) {
            return Tracked.Kind.STUCK_READ;
        }
        return kinds[which % Tracked.Kind.STUCK_READ.ordinal()];
    }

    private void start(Tracked.Kind kind, int argument, boolean waits) {
        if (entries.size() == ENTRIES_MAX) {
            return;
        }
        Tracked.Throws[] throwing = Tracked.Throws.values();
        int which = argument >>> 8 & 0x3f;
        Tracked.Throws throwsAt = which < throwing.length ? throwing[which] : throwing[0];
        Tracked tracked = new Tracked(episode, kind, throwsAt, episode.cells().take(watch));
        Operation operation =
                kind == Tracked.Kind.POLL_MULTISHOT
                        ? new Shots(tracked, 1 + (argument & 3))
                        : new OneShot(tracked);
        long before = driver.counts().accepted();
        tracked.taken();
        Admission admission =
                waits
                        ? driver.startBy(operation, driver.now() + (argument & 0xffff))
                        : driver.start(operation);
        if (watch.isTold()) {
            watch.say("start " + tracked + ": " + admission);
        }
        if (!admission.isTaken()) {
            tracked.notTaken();
            watch.check(
                    driver.counts().accepted() == before,
                    Invariant.I_26,
                    "an operation was counted that was not taken");
            return;
        }
        if (admission == Admission.WAITING) {
            episode.mark(Mark.WAITED_FOR_PERMIT);
        }
        entries.add(new Entry(tracked, operation));
    }

    private void cancel(int argument) {
        if (entries.isEmpty()) {
            return;
        }
        Entry entry = entries.get(argument % entries.size());
        if (watch.isTold()) {
            watch.say("cancel " + entry.tracked);
        }
        long before = driver.counts().enters();
        entry.tracked.cancelled();
        boolean wasUnderWay = driver.cancel(entry.operation);
        watch.check(
                driver.counts().enters() == before && isTracked(entry),
                Invariant.I_21,
                "a cancel of " + entry.tracked + " entered the kernel, or left it to nobody");
        watch.check(
                wasUnderWay || !entry.tracked.isOpen(),
                Invariant.I_01,
                () -> entry.tracked + " was not under way though it has had no outcome");
    }

    /// Whether a cancelled operation has ended, or is the ring's to end.
    private static boolean isTracked(Entry entry) {
        if (!entry.tracked.isOpen() || entry.operation instanceof Shots) {
            return true;
        }
        try {
            entry.operation.userData();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void timer(int argument) {
        ModelTimer timer = timers.get(argument % TIMERS);
        if ((argument >>> 4 & 3) == 0) {
            timer.unset(driver.unschedule(timer));
        } else {
            long deadline = driver.now() + (1L << (argument >>> 6 & 0x15));
            if (driver.schedule(timer, deadline)) {
                timer.set(deadline);
            }
        }
    }

    private void grant(int argument) {
        for (Entry entry : entries) {
            if (entry.operation instanceof Shots shots) {
                driver.grant(shots, 1 + (argument & 3));
            }
        }
    }

    private Runnable peer(int argument) {
        return switch (argument >>> 4 & 3) {
            case 0 -> episode.peers()::send;
            case 1 -> episode.peers()::receive;
            default -> episode.peers()::write;
        };
    }

    /// Somebody else does something, now or in a while.
    private void later(int argument, Runnable action) {
        Runnable what = () -> episode.byOther(action);
        if ((argument & 3) == 0) {
            what.run();
        } else {
            kernel.schedule(Duration.ofNanos(1L << (argument >>> 8 & 0xf)), what);
        }
    }

    /// Whoever was due before a step has fired in it.
    private void checkTimers(int budget, long before) {
        for (ModelTimer timer : timers) {
            watch.check(
                    budget < TIMERS || !timer.isDue(before),
                    Invariant.I_11,
                    "a timer that was due did not fire");
        }
    }

    /// I-14: whoever was under way when the ring failed is told so at once.
    private void checkFailure() {
        if (driver.failure() != null) {
            watch.check(
                    watch.open() == 0,
                    Invariant.I_14,
                    () -> watch.open() + " operations are still open though the ring has failed");
        }
    }

    /// Whether anything happened that may keep a completion away for days.
    boolean mayTakeDays() {
        return episode.plan().has(FaultKind.DAYS_LATE);
    }
}
