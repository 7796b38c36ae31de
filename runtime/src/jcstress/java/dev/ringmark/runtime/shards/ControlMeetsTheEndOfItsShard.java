package dev.ringmark.runtime.shards;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A control message to a shard that ends (I-01, SPG-033).
@JCStressTest
@State
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "one of them ends the ticket")
@Outcome(expect = FORBIDDEN, desc = "both do, or nobody")
public class ControlMeetsTheEndOfItsShard {

    private final ControlWindow window = new ControlWindow();
    private final Ticket ticket = Ticket.open();

    @Actor
    public void sender(II_Result result) {
        result.r1 = window.take(ticket) == ControlWindow.CLOSED ? 1 : 0;
    }

    @Actor
    public void closer(II_Result result) {
        result.r2 = window.close().size();
    }
}
