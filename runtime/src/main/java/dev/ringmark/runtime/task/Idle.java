package dev.ringmark.runtime.task;

import java.time.Duration;

/// What a loop's thread does when it has nothing to do (SPG-013).
public sealed interface Idle {

    /// Sleeps in the kernel at once; the core is everybody's.
    record Park() implements Idle {}

    /// Looks for a while before it sleeps, without a system call, for as long as that has paid
    /// lately: about twice as long as it is idle at a time, and not at all when that is more than
    /// the time here. Only where the thread is bound to a CPU ([LoopOptions#withCpu]) of several;
    /// else it sleeps, because it might have the core of whoever it waits for.
    ///
    /// @param max 1 microsecond to 10 milliseconds
    record Spin(Duration max) implements Idle {

        /// @throws IllegalArgumentException with the value and its range
        public Spin {
            if (max.compareTo(Duration.ofNanos(1000)) < 0
                    || max.compareTo(Duration.ofMillis(10)) > 0) {
                throw new IllegalArgumentException("max: " + max + ", expected 1 us to 10 ms");
            }
        }
    }

    /// Looks all the time, and has its core for itself. On a machine whose cores are busy
    /// otherwise, this is slower than sleep for everybody.
    record BusyPoll() implements Idle {}

    /// Sleeps.
    static Idle park() {
        return new Park();
    }

    /// Looks for a while.
    static Idle spin(Duration max) {
        return new Spin(max);
    }

    /// Never sleeps.
    static Idle busyPoll() {
        return new BusyPoll();
    }
}
