package dev.ringmark.runtime.shards;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ringmark.runtime.task.WaitLine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/// A sender adds to a counter whose sum is being taken (SPG-037).
@JCStressTest
@State
@Outcome(id = "3", expect = ACCEPTABLE, desc = "all of it was taken")
@Outcome(expect = FORBIDDEN, desc = "something was lost, or counted twice")
public class CountIsNotLost {

    private final HotCounter counter = new HotCounter(2, new WaitLine("", Runnable::run));
    private long taken;

    @Actor
    public void sender() {
        counter.add(1);
        counter.add(2);
    }

    @Actor
    public void taker() {
        taken = counter.take();
    }

    @Arbiter
    public void end(J_Result result) {
        result.r1 = taken + counter.take();
    }
}
