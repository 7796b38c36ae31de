package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.RingFlag;
import org.jspecify.annotations.Nullable;

/// The kernel's thread that consumes a ring's SQEs by itself (SQPOLL), as events.
///
/// A real one looks at the tail all the time. This one is told to look with every call that reaches
/// the kernel and whenever time passes, which is all that user space can notice.
final class SqThread {

    private static final long LOOK_MAX = 2_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long IDLE_DEFAULT_MS = 1_000;

    private final SimRing ring;
    private final long idle;
    private boolean isAsleep;
    private boolean isLooking;
    private @Nullable Event bedtime;

    /// @param idleMs how long it looks on without SQEs, or 0 for the default
    SqThread(SimRing ring, int idleMs) {
        this.ring = ring;
        idle = (idleMs == 0 ? IDLE_DEFAULT_MS : Integer.toUnsignedLong(idleMs)) * NANOS_PER_MILLI;
        stayUp();
    }

    /// Looks at the tail, soon.
    void look() {
        if (!isAsleep && !isLooking && !ring.isDisabled() && ring.sq().available() > 0) {
            isLooking = true;
            ring.kernel().heap().in(ring.kernel().streams().latency(LOOK_MAX), this::consume);
        }
    }

    /// IORING_ENTER_SQ_WAKEUP.
    void wakeUp() {
        if (isAsleep) {
            isAsleep = false;
            ring.sq().set(RingFlag.SQ_NEED_WAKEUP, false);
            stayUp();
        }
        look();
    }

    void stop() {
        Event pending = bedtime;
        if (pending != null) {
            pending.cancel();
        }
        isAsleep = true;
    }

    private void consume() {
        isLooking = false;
        if (ring.isDead()) {
            return;
        }
        // A refused SQE ends a batch, and the thread begins the next one.
        while (ring.sq().available() > 0 && ring.submission().submit(Integer.MAX_VALUE) > 0) {
            ring.taskWork().run();
        }
        ring.changed();
        stayUp();
    }

    private void stayUp() {
        Event before = bedtime;
        if (before != null) {
            before.cancel();
        }
        bedtime = ring.kernel().heap().in(idle, this::sleep);
    }

    private void sleep() {
        if (ring.sq().available() > 0 || isLooking) {
            look();
            stayUp();
            return;
        }
        isAsleep = true;
        ring.sq().set(RingFlag.SQ_NEED_WAKEUP, true);
    }
}
