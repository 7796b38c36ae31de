package dev.ringmark.runtime.shard;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A waker says something and asks for a look; the loop parks and looks before it sleeps (C-02).
///
/// The message is a plain field: the gate alone has to publish it.
@JCStressTest
@State
@Outcome(id = "0", expect = ACCEPTABLE, desc = "the loop saw the message, or the bell was rung")
@Outcome(id = "1", expect = FORBIDDEN, desc = "the loop sleeps, and nobody will wake it")
public class WakeIsNotLost {

    private final WakeGate gate = new WakeGate();
    private int message;
    private int rings;
    private boolean sleeps;

    @Actor
    public void waker() {
        message = 1;
        if (gate.request() == WakeGate.Duty.RING) {
            rings = 1;
            gate.left();
        }
    }

    @Actor
    public void loop() {
        sleeps = gate.park() && message == 0;
    }

    @Arbiter
    public void lost(I_Result result) {
        result.r1 = sleeps && rings == 0 ? 1 : 0;
    }
}
