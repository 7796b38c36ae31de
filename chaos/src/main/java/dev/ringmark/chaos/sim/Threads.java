package dev.ringmark.chaos.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The threads of the simulated process, by numbers that are the same in every run.
final class Threads {

    private static final int FIRST = 1000;
    private static final int RING_SLOTS = 16;

    private @Nullable Thread last;
    private int lastId;
    private final Map<Long, Integer> ids = new HashMap<>();
    private final Map<Integer, @Nullable SimRing[]> rings = new HashMap<>();
    private final Set<Integer> asleep = new HashSet<>();
    private final Set<Integer> signalled = new HashSet<>();

    /// The calling thread's id. The kernel knows no virtual threads: a task has its loop's, which
    /// was the last platform thread here.
    @SuppressWarnings("ReferenceEquality") // this very thread
    int current() {
        Thread caller = Thread.currentThread();
        if (caller != last && !(caller.isVirtual() && last != null)) {
            lastId = ids.computeIfAbsent(caller.threadId(), _ -> FIRST + ids.size());
            last = caller;
        }
        return lastId;
    }

    boolean isKnown(int id) {
        return id >= FIRST && id < FIRST + ids.size();
    }

    boolean isAsleep(int id) {
        return asleep.contains(id);
    }

    void setAsleep(int id, boolean on) {
        if (on) {
            asleep.add(id);
        } else {
            asleep.remove(id);
        }
    }

    /// A signal arrives, which the process has a harmless handler for.
    void signal(int id) {
        signalled.add(id);
    }

    /// Whether a signal interrupts the thread's wait, which takes it.
    boolean takeSignal(int id) {
        return signalled.remove(id);
    }

    /// A signal that comes while nothing is waited for is handled without effect.
    void forgetSignal(int id) {
        signalled.remove(id);
    }

    /// The calling thread's registered rings (IORING_REGISTER_RING_FDS).
    @Nullable SimRing[] ringsOfCurrent() {
        return rings.computeIfAbsent(current(), _ -> new SimRing[RING_SLOTS]);
    }
}
