package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.time.Duration;
import java.util.function.Consumer;

/// How a loop is to be made; immutable.
///
/// @param name what its thread is called
/// @param driver the ring and its bounds
/// @param scheduling where tasks run; ON_LOOP becomes HAND_OFF where the JVM does not allow it
/// @param runsPerTurn how many times tasks run at most between two looks at the ring
/// @param graceMax how long a caller whose wait was ended waits for the kernel to let go of the
///     operation; then it leaves, and the operation keeps its memory
/// @param heldMax how long a task may hold the loop before it is reported; zero reports nothing
/// @param heldListener hears of such tasks too, on the watchdog's thread
/// @param fallback what to do about a kernel that lacks something
/// @param idle what its thread does when it has nothing to do
/// @param cpu which CPU its thread is bound to where that can be, or [#ANY_CPU]; a loop that is
///     turned by somebody else's thread is not bound
public record LoopOptions(
        String name,
        DriverOptions driver,
        Scheduling scheduling,
        int runsPerTurn,
        Duration graceMax,
        Duration heldMax,
        Consumer<Held> heldListener,
        Fallback fallback,
        Idle idle,
        int cpu) {

    /// Whichever CPU the system takes.
    public static final int ANY_CPU = -1;

    /// The last CPU that a thread can be bound to.
    public static final int CPU_MAX = 1023;

    /// @throws IllegalArgumentException with the field, its value and its range
    public LoopOptions {
        if (runsPerTurn < 1) {
            throw new IllegalArgumentException(
                    "runsPerTurn: " + runsPerTurn + ", expected 1 or more");
        }
        if (cpu < ANY_CPU || cpu > CPU_MAX) {
            throw new IllegalArgumentException("cpu: " + cpu + ", expected -1.." + CPU_MAX);
        }
        Times.nanos("graceMax", graceMax);
        Times.nanos("heldMax", heldMax);
        requireNoConflict(driver);
    }

    private static void requireNoConflict(DriverOptions driver) {
        boolean isPolled = hasFlag(driver, SetupFlag.SQPOLL);
        refuse(
                isPolled && hasFlag(driver, SetupFlag.DEFER_TASKRUN),
                "SQPOLL and DEFER_TASKRUN, expected one of them: who submits for the loop cannot"
                        + " leave its completions to it");
        refuse(
                isPolled && hasFlag(driver, SetupFlag.COOP_TASKRUN),
                "SQPOLL and COOP_TASKRUN, expected one of them: a thread that only submits is never"
                        + " interrupted");
        refuse(
                !isPolled && hasFlag(driver, SetupFlag.SQ_AFF),
                "SQ_AFF without SQPOLL, expected both: there is no thread to place");
        refuse(
                hasFlag(driver, SetupFlag.IOPOLL),
                "IOPOLL, expected a ring that can poll an eventfd: it is how the loop is woken");
        refuse(
                hasFlag(driver, SetupFlag.DEFER_TASKRUN)
                        && driver.without().contains(Feature.DEFERRED_COMPLETIONS),
                "DEFER_TASKRUN, and DEFERRED_COMPLETIONS is switched off, expected one of them");
        refuse(
                driver.wake() == WakeKind.MESSAGE
                        && driver.without().contains(Feature.MESSAGE_WAKE),
                "WakeKind.MESSAGE, and MESSAGE_WAKE is switched off, expected one of them");
    }

    private static boolean hasFlag(DriverOptions driver, SetupFlag flag) {
        return (driver.setupFlags() & flag.bits()) != 0;
    }

    private static void refuse(boolean isConflict, String what) {
        if (isConflict) {
            throw new IllegalArgumentException("driver: " + what);
        }
    }

    /// A loop for general use: 4,096 operations at once.
    public static LoopOptions named(String name) {
        DriverOptions driver = DriverOptions.permits(4096).withWaitersMax(Integer.MAX_VALUE);
        return new LoopOptions(
                name,
                driver,
                Scheduling.ON_LOOP,
                64,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                _ -> {},
                Fallback.GRACEFUL,
                Idle.park(),
                ANY_CPU);
    }

    /// A loop that answers soon: it looks at the ring after every 8 runs.
    public static LoopOptions lowLatency(String name) {
        return named(name).withRunsPerTurn(8);
    }

    /// A loop that gets much done: 16,384 operations at once, 1,024 submitted by one enter, and
    /// up to 512 runs between two.
    public static LoopOptions throughput(String name) {
        DriverOptions driver =
                DriverOptions.permits(16_384).withSqEntries(1024).withWaitersMax(Integer.MAX_VALUE);
        return named(name).withDriver(driver).withRunsPerTurn(512);
    }

    /// A loop that takes little memory: 64 operations at once, 16 submitted by one enter.
    public static LoopOptions small(String name) {
        DriverOptions driver =
                DriverOptions.permits(64).withSqEntries(16).withWaitersMax(Integer.MAX_VALUE);
        return named(name).withDriver(driver);
    }

    /// A loop that tells its author: of tasks that hold it for 10 ms, and of what the kernel lacks.
    public static LoopOptions development(String name) {
        return named(name).withHeldMax(Duration.ofMillis(10)).withFallback(Fallback.WARN);
    }

    /// These options with another way to take a kernel that lacks something.
    public LoopOptions withFallback(Fallback other) {
        return with(all -> all.fallback = other);
    }

    /// These options without some features, even where the kernel has them.
    public LoopOptions without(Feature... features) {
        return withDriver(driver.without(features));
    }

    /// These options under another name.
    public LoopOptions withName(String text) {
        return with(all -> all.name = text);
    }

    /// These options with another ring.
    public LoopOptions withDriver(DriverOptions other) {
        return with(all -> all.driver = other);
    }

    /// These options with tasks elsewhere.
    public LoopOptions withScheduling(Scheduling other) {
        return with(all -> all.scheduling = other);
    }

    /// These options with another number of runs between two looks at the ring.
    public LoopOptions withRunsPerTurn(int count) {
        return with(all -> all.runsPerTurn = count);
    }

    /// These options with another grace.
    public LoopOptions withGraceMax(Duration duration) {
        return with(all -> all.graceMax = duration);
    }

    /// These options with somebody who hears of tasks that hold the loop.
    public LoopOptions withHeldListener(Consumer<Held> listener) {
        return with(all -> all.heldListener = listener);
    }

    /// These options with another limit on how long a task may hold the loop.
    public LoopOptions withHeldMax(Duration duration) {
        return with(all -> all.heldMax = duration);
    }

    /// These options with another way to wait.
    public LoopOptions withIdle(Idle other) {
        return with(all -> all.idle = other);
    }

    /// These options with a CPU for the loop's thread (SPG-043), which is done without where it
    /// cannot be had.
    public LoopOptions withCpu(int number) {
        return with(all -> all.cpu = number);
    }

    private LoopOptions with(Consumer<Fields> change) {
        Fields all = new Fields(this);
        change.accept(all);
        return all.options();
    }

    /// The same, to be changed.
    private static final class Fields {

        private String name;
        private DriverOptions driver;
        private Scheduling scheduling;
        private int runsPerTurn;
        private Duration graceMax;
        private Duration heldMax;
        private Consumer<Held> heldListener;
        private Fallback fallback;
        private Idle idle;
        private int cpu;

        Fields(LoopOptions from) {
            name = from.name;
            driver = from.driver;
            scheduling = from.scheduling;
            runsPerTurn = from.runsPerTurn;
            graceMax = from.graceMax;
            heldMax = from.heldMax;
            heldListener = from.heldListener;
            fallback = from.fallback;
            idle = from.idle;
            cpu = from.cpu;
        }

        LoopOptions options() {
            return new LoopOptions(
                    name,
                    driver,
                    scheduling,
                    runsPerTurn,
                    graceMax,
                    heldMax,
                    heldListener,
                    fallback,
                    idle,
                    cpu);
        }
    }
}
