package dev.ringmark.runtime.shard;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.atomic.AtomicInteger;

/// Another ring names the bell in an SQE while the driver closes: whose file would the number be?
/// (C-04, SPG-033)
@JCStressTest
@State
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "taken away once, by whoever left last")
@Outcome(expect = FORBIDDEN, desc = "named after its end, or taken away never or twice")
public class NamedBellStays {

    private final WakeGate gate = new WakeGate();
    private final AtomicInteger ends = new AtomicInteger();
    private volatile int endsMeanwhile;

    @Actor
    public void sender() {
        if (gate.enter()) {
            endsMeanwhile = ends.get();
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
        result.r1 = endsMeanwhile;
        result.r2 = ends.get();
    }
}
