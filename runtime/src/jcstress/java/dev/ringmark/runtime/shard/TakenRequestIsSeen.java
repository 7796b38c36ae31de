package dev.ringmark.runtime.shard;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A waker says something while a request of another one is taken, as a loop does that looks before
/// it sleeps (I-07, SPG-013).
///
/// The message is a plain field: the gate alone has to publish it, also where it changes nothing.
@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the loop saw the message, or will look")
@Outcome(expect = FORBIDDEN, desc = "the loop sleeps, and nobody will wake it; or took too many")
public class TakenRequestIsSeen {

    private final WakeGate gate = new WakeGate();
    private int message;
    private int rings;
    private boolean sleeps;
    private boolean isTakenTwice;

    /// Somebody has asked already.
    public TakenRequestIsSeen() {
        gate.request();
    }

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
        boolean isTaken = gate.take();
        boolean isSeen = message == 1;
        isTakenTwice = isTaken && isSeen && gate.take() && gate.take();
        sleeps = !isSeen && gate.park() && message == 0;
    }

    @Arbiter
    public void lost(II_Result result) {
        result.r1 = sleeps && rings == 0 ? 1 : 0;
        result.r2 = isTakenTwice ? 1 : 0;
    }
}
