package dev.ringmark.chaos.sim;

import java.util.SplittableRandom;

/// Random numbers of one seed, in streams that do not disturb each other: one more look at the
/// memory stream changes no latency.
public final class Streams {

    private final SplittableRandom schedule;
    private final SplittableRandom latency;
    private final SplittableRandom faults;
    private final SplittableRandom workload;
    private final SplittableRandom memory;
    private final SplittableRandom guest;

    public Streams(long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        schedule = root.split();
        latency = root.split();
        faults = root.split();
        workload = root.split();
        memory = root.split();
        guest = root.split();
    }

    /// Which of several events at the same time comes first.
    long schedule() {
        return schedule.nextLong();
    }

    /// How long something takes, from 1 to a largest number of nanoseconds.
    long latency(long most) {
        return 1 + latency.nextLong(most);
    }

    /// What goes wrong.
    public SplittableRandom faults() {
        return faults;
    }

    /// What the workload does.
    public SplittableRandom workload() {
        return workload;
    }

    /// When and with what memory is scribbled over.
    SplittableRandom memory() {
        return memory;
    }

    /// What the kernel gives to those who ask it for random numbers.
    long guest() {
        return guest.nextLong();
    }
}
