package dev.ringmark.runtime.shard;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A waker rings while the driver closes: whose fd would the bell's number be? (C-04)
@JCStressTest
@State
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "taken away once, by whoever left last")
@Outcome(expect = FORBIDDEN, desc = "rung after its end, or taken away never or twice")
public class BellIsNotRungAfterItsEnd {

    private final WakeGate gate = new WakeGate();
    private final AtomicInteger ends = new AtomicInteger();
    private volatile int ringsTooLate;

    public BellIsNotRungAfterItsEnd() {
        gate.park();
    }

    @Actor
    public void waker() {
        if (gate.request() == WakeGate.Duty.RING) {
            ringsTooLate = ends.get();
            if (gate.left()) {
                ends.incrementAndGet();
            }
        }
    }

    @Actor
    public void closer() {
        if (gate.close()) {
            ends.incrementAndGet();
        }
    }

    @Arbiter
    public void count(II_Result result) {
        result.r1 = ringsTooLate;
        result.r2 = ends.get();
    }
}
