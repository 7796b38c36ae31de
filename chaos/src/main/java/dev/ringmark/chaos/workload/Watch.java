package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts from outside what the driver promises, and keeps the first promise that was broken.
final class Watch {

    private final SimulatedKernel kernel;
    private final List<String> events = new ArrayList<>();
    private final boolean isTold;
    private @Nullable Violation violation;
    private long started;
    private long told;
    private long held;
    private long rejected;
    private long thrown;
    private int generation;

    /// @param isTold whether every event is written down, for a replay
    Watch(SimulatedKernel kernel, boolean isTold) {
        this.kernel = kernel;
        this.isTold = isTold;
    }

    SimulatedKernel kernel() {
        return kernel;
    }

    /// A number that no other operation of the run has.
    int nextId() {
        return ++generation;
    }

    /// Writes down what happened.
    void say(String what) {
        if (isTold) {
            events.add(what);
        }
    }

    boolean isTold() {
        return isTold;
    }

    List<String> events() {
        return events;
    }

    /// Something must be so.
    void check(boolean isSo, Invariant invariant, String otherwise) {
        if (!isSo) {
            broken(invariant, otherwise);
        }
    }

    /// Something must be so; what else to say is made up only when it is not.
    void check(boolean isSo, Invariant invariant, Supplier<String> otherwise) {
        if (!isSo) {
            broken(invariant, otherwise.get());
        }
    }

    /// A promise is broken; the first one counts.
    void broken(Invariant invariant, String detail) {
        if (violation == null) {
            violation = new Violation(invariant, detail);
            say("VIOLATION " + violation.describe());
        }
    }

    @Nullable Violation violation() {
        return violation;
    }

    void started() {
        started++;
        held++;
    }

    /// What was counted as started was not taken.
    void refused() {
        started--;
        held--;
        rejected++;
    }

    void told() {
        told++;
    }

    void released() {
        held--;
    }

    /// A callback is about to throw.
    RuntimeException throwing() {
        thrown++;
        return new IllegalStateException("thrown on purpose");
    }

    long countStarted() {
        return started;
    }

    long countTold() {
        return told;
    }

    long countRejected() {
        return rejected;
    }

    long countThrown() {
        return thrown;
    }

    /// Operations whose outcome is not told.
    long open() {
        return started - told;
    }

    /// Operations whose memory is not back.
    long held() {
        return held;
    }
}
