package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.atomic.AtomicInteger;

/// Something comes while somebody begins to wait for it (I-07, SPG-019).
@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "it was there, and nobody waits")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "who waits was told")
@Outcome(expect = FORBIDDEN, desc = "who waits is never told")
public class WaiterIsTold {

    private final AtomicInteger things = new AtomicInteger();
    private final WaitLine line = new WaitLine("", Runnable::run);
    private WaitLine.Waiter waiter = line.enter();

    /// A line that nobody stands in.
    public WaiterIsTold() {
        line.leave(waiter);
    }

    @Actor
    public void sender() {
        things.incrementAndGet();
        line.ring();
    }

    @Actor
    public void receiver(II_Result result) {
        waiter = line.enter();
        if (things.get() == 0) {
            result.r1 = 1;
        } else {
            line.leave(waiter);
        }
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = result.r1 == 1 && waiter.isDone() ? 1 : 0;
    }
}
