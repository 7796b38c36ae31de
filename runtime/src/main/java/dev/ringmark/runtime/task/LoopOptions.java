package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.DriverOptions;
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
public record LoopOptions(
        String name,
        DriverOptions driver,
        Scheduling scheduling,
        int runsPerTurn,
        Duration graceMax,
        Duration heldMax,
        Consumer<Held> heldListener) {

    /// @throws IllegalArgumentException with the field, its value and its range
    public LoopOptions {
        if (runsPerTurn < 1) {
            throw new IllegalArgumentException(
                    "runsPerTurn: " + runsPerTurn + ", expected 1 or more");
        }
        Times.nanos("graceMax", graceMax);
        Times.nanos("heldMax", heldMax);
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
                _ -> {});
    }

    /// These options with another ring.
    public LoopOptions withDriver(DriverOptions other) {
        return new LoopOptions(
                name, other, scheduling, runsPerTurn, graceMax, heldMax, heldListener);
    }

    /// These options with tasks elsewhere.
    public LoopOptions withScheduling(Scheduling other) {
        return new LoopOptions(name, driver, other, runsPerTurn, graceMax, heldMax, heldListener);
    }

    /// These options with another number of runs between two looks at the ring.
    public LoopOptions withRunsPerTurn(int count) {
        return new LoopOptions(name, driver, scheduling, count, graceMax, heldMax, heldListener);
    }

    /// These options with another grace.
    public LoopOptions withGraceMax(Duration duration) {
        return new LoopOptions(
                name, driver, scheduling, runsPerTurn, duration, heldMax, heldListener);
    }

    /// These options with somebody who hears of tasks that hold the loop.
    public LoopOptions withHeldListener(Consumer<Held> listener) {
        return new LoopOptions(name, driver, scheduling, runsPerTurn, graceMax, heldMax, listener);
    }

    /// These options with another limit on how long a task may hold the loop.
    public LoopOptions withHeldMax(Duration duration) {
        return new LoopOptions(
                name, driver, scheduling, runsPerTurn, graceMax, duration, heldListener);
    }
}
