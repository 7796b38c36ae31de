package dev.ringmark.chaos.decisions;

import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A driver's timers against a plain list of deadlines.
public final class TimersPlay {

    private static final int TIMERS = 9;
    private static final long UNIT_NS = 1000;

    private final class Modelled extends Timer {

        boolean isSet;
        long due;

        @Override
        protected void fired() {
            check(isSet, "a timer fired that was not set");
            check(driver.now() >= due, "a timer fired early");
            isSet = false;
        }

        @Override
        protected void abandoned(EndReason reason) {
            check(isSet && reason == EndReason.CLOSING, "a timer ended with " + reason);
            isSet = false;
        }
    }

    private final SimulatedKernel kernel;
    private final Driver driver;
    private final List<Modelled> timers = new ArrayList<>();
    private String wrong = "";

    private TimersPlay(SimulatedKernel kernel) {
        this.kernel = kernel;
        driver = Driver.open(kernel, DriverOptions.permits(1));
        for (int at = 0; at < TIMERS; at++) {
            timers.add(new Modelled());
        }
    }

    /// Plays on a simulated kernel, and says what was wrong.
    public static String simulated(List<Integer> decisions) {
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel =
                        new SimulatedKernel(
                                SimulatedKernel.Options.of(Profile.of("6.18"), 1), pool)) {
            return new TimersPlay(kernel).play(decisions);
        }
    }

    private String play(List<Integer> decisions) {
        for (int decision : decisions) {
            act(decision & 7, decision >>> 3);
            check(driver.nextDeadline() == earliest(), "the next deadline is another one");
        }
        driver.close(driver.now());
        for (Modelled timer : timers) {
            check(!timer.isSet, "a timer was forgotten");
        }
        return wrong;
    }

    private void act(int action, int argument) {
        Modelled timer = timers.get(argument % TIMERS);
        switch (action) {
            case 0, 1, 2 -> {
                // Sooner and later than what is set, and now and then at once.
                timer.due = driver.now() + (argument * 7 % 16) * UNIT_NS;
                timer.isSet = driver.schedule(timer, timer.due);
                check(timer.isSet, "a timer was refused");
            }
            case 3 -> {
                check(driver.unschedule(timer) == timer.isSet, "what was taken back was not set");
                timer.isSet = false;
            }
            case 4 -> kernel.run(Duration.ofNanos(argument * UNIT_NS));
            case 5 -> driver.await(driver.now() + argument * UNIT_NS);
            default -> step(action == 6 ? 1 : 2 * TIMERS);
        }
    }

    private void step(int budget) {
        long before = driver.now();
        int due = 0;
        for (Modelled timer : timers) {
            due += timer.isSet && timer.due <= before ? 1 : 0;
        }
        driver.step(budget);
        int left = 0;
        for (Modelled timer : timers) {
            left += timer.isSet && timer.due <= before ? 1 : 0;
        }
        check(left <= Math.max(0, due - budget), left + " of " + due + " timers did not fire");
    }

    private long earliest() {
        long earliest = Driver.NEVER;
        for (Modelled timer : timers) {
            earliest = timer.isSet ? Math.min(earliest, timer.due) : earliest;
        }
        return earliest;
    }

    private void check(boolean isSo, String otherwise) {
        if (!isSo && wrong.isEmpty()) {
            wrong = otherwise;
        }
    }
}
