package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.ArrayDeque;

/// What a ring's owner has to run before completions become visible, and when it does.
///
/// A plain ring's owner is interrupted for it. With COOP_TASKRUN it runs in the next call, with
/// DEFER_TASKRUN in an enter that asks for events, with SQPOLL in the polling thread.
final class TaskWork {

    private static final long LATENCY_MAX = 2_000;

    private final SimRing ring;
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();
    private boolean isScheduled;
    private boolean isRunning;

    TaskWork(SimRing ring) {
        this.ring = ring;
    }

    boolean isEmpty() {
        return work.isEmpty();
    }

    void add(int opcode, Runnable what) {
        work.add(what);
        if (ring.has(SetupFlag.TASKRUN_FLAG)) {
            ring.sq().set(RingFlag.SQ_TASKRUN, true);
        }
        if (ring.has(SetupFlag.DEFER_TASKRUN) || ring.has(SetupFlag.COOP_TASKRUN)) {
            ring.changed();
        } else if (!isScheduled && !isRunning) {
            isScheduled = true;
            long usual = ring.kernel().streams().latency(LATENCY_MAX);
            long latency = ring.kernel().interference().latency(opcode, usual);
            ring.kernel().heap().in(latency, this::interrupt);
        }
    }

    /// Runs all of it, and what comes of it.
    void run() {
        if (isRunning || work.isEmpty()) {
            return;
        }
        isRunning = true;
        ring.lifecycle().begin();
        while (!work.isEmpty()) {
            work.remove().run();
            if (work.isEmpty()) {
                ring.lifecycle().flush(); // which may bring more
            }
        }
        isRunning = false;
        ring.sq().set(RingFlag.SQ_TASKRUN, false);
        ring.lifecycle().end();
    }

    private void interrupt() {
        isScheduled = false;
        run();
    }
}
