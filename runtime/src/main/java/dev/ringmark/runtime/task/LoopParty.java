package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Timer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A virtual thread on its loop's thread; its alarms are the driver's timers.
final class LoopParty extends Party {

    private final class Alarm extends Timer {
        @Override
        protected void fired() {
            LockSupport.unpark(thread);
        }

        @Override
        protected void abandoned(EndReason reason) {
            LockSupport.unpark(thread);
        }
    }

    private final Loop loop;
    private @Nullable Alarm alarm;

    LoopParty(Loop loop, Thread thread) {
        super(thread);
        this.loop = loop;
    }

    @Override
    long now() {
        return loop.now();
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // to yield is what it is for
    void giveWay() {
        Thread.yield();
    }

    @Override
    boolean linger(BooleanSupplier nothing) {
        return loop.isRunning(this) && loop.turns.linger(nothing, earliest(Driver.NEVER));
    }

    @Override
    void pause(long until) {
        if (loop.turns.isInside(this)) {
            throw new IllegalStateException(
                    "what runs inside the driver (withDriver, a request's prepare) cannot wait: the"
                            + " loop stands still until it is out");
        }
        if (until == Driver.NEVER) {
            LockSupport.park();
        } else if (!loop.isRunning(this)) {
            super.pause(until); // the loop has ended, and this thread runs elsewhere
        } else {
            if (alarm == null) {
                alarm = new Alarm();
            }
            loop.turns.pause(this, alarm, until);
        }
    }
}
