package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Timer;
import dev.ringmark.runtime.shard.WakeKind;

import java.time.Duration;

/// Two drivers of one thread that give each other tasks, while one works or sleeps: by messages of
/// their rings, which may be full, closed, or have no room for another.
final class MessagesPlay extends Play {

    private static final int OTHER_PERMITS = 2;
    private static final int ROUNDS = 3;

    /// A timer whose end throws.
    private final class Throwing extends Timer {

        @Override
        protected void fired() {
            throw throwing();
        }

        @Override
        protected void abandoned(EndReason reason) {
            throw throwing();
        }
    }

    private final Driver other;
    private int taken;
    private int run;
    private int thrown;
    private boolean isOtherEnding;
    private boolean isOtherClosed;

    MessagesPlay(Stage stage) {
        super(stage);
        DriverOptions small = DriverOptions.permits(OTHER_PERMITS).withSqEntries(1);
        other = Driver.open(kernel, small.withWake(WakeKind.MESSAGE));
    }

    @Override
    DriverOptions options(DriverOptions drawn) {
        return drawn.withWake(WakeKind.MESSAGE);
    }

    @Override
    void act(int action, int argument) {
        switch (action) {
            case 0, 1 -> give(driver, other);
            case 2, 3 -> give(other, driver);
            case 4 -> {
                if (argument % 4 == 0) {
                    giveThrowing();
                } else {
                    giveBy(driver);
                }
            }
            case 5 -> giveBy(other);
            case 6, 7 -> later(argument, () -> give(other, driver));
            case 8 -> later(argument, () -> give(driver, other));
            case 9 -> sleep(driver, argument);
            case 10 -> {
                if (!isOtherClosed) {
                    sleep(other, argument);
                }
            }
            case 11 -> {
                if (!isOtherClosed && argument % 8 == 0) {
                    closeOther();
                }
            }
            case 12, 13 -> {
                if (!isOtherClosed) {
                    other.step(1 << (argument & 7));
                }
            }
            case 14 -> driver.schedule(new Throwing(), driver.now() + argument * 16L);
            default -> driver.step(1 << (argument & 7));
        }
    }

    @Override
    int thrown() {
        return thrown;
    }

    /// A task from one driver to another, with a message of the giver's ring.
    private void give(Driver from, Driver to) {
        boolean isTaken = to.executeFrom(from, () -> run++);
        taken += isTaken ? 1 : 0;
        boolean isEnding = to.equals(other) && isOtherEnding;
        check(
                !(isTaken && isEnding && isOtherClosed),
                Invariant.I_10,
                "a closed driver took a task");
        check(isTaken || isEnding, Invariant.I_10, "a task was refused by an open driver");
    }

    /// A task from any thread.
    private void giveBy(Driver to) {
        taken += to.execute(() -> run++) ? 1 : 0;
    }

    private void giveThrowing() {
        boolean isTaken =
                driver.execute(
                        () -> {
                            run++;
                            throw throwing();
                        });
        taken += isTaken ? 1 : 0;
    }

    private RuntimeException throwing() {
        thrown++;
        return new IllegalStateException("thrown on purpose");
    }

    private void later(int argument, Runnable what) {
        kernel.schedule(Duration.ofNanos(1L << (argument & 0xf)), what);
    }

    private static void sleep(Driver driver, int argument) {
        driver.await(driver.now() + (1L << (argument & 0xf)));
    }

    private void closeOther() {
        isOtherEnding = true; // who gives it a task meanwhile is taken or not
        other.close(other.now() + MILLI);
        isOtherClosed = true;
    }

    @Override
    void compare() {
        check(run <= taken, Invariant.I_01, run + " tasks ran, " + taken + " were taken");
    }

    @Override
    boolean isAtRest() {
        return run == taken && kernel.outside().isQuiet();
    }

    @Override
    void help() {
        if (!isOtherClosed && other.step(64) == 0) {
            other.await(other.now() + MILLI);
        }
    }

    /// Whoever sleeps without end is woken by a message of the other one.
    @Override
    void atRest() {
        for (int round = 0; round < ROUNDS && !isOtherClosed; round++) {
            later(
                    round + 4,
                    () -> {
                        give(other, driver);
                        other.step(64);
                    });
            int before = run;
            while (run == before && driver.failure() == null) {
                driver.step(64);
                if (run == before) {
                    driver.await(Driver.NEVER);
                }
            }
        }
    }

    @Override
    void end() {
        if (!isOtherClosed) {
            closeOther();
        }
        check(run == taken, Invariant.I_07, taken - run + " tasks that were taken did not run");
    }
}
