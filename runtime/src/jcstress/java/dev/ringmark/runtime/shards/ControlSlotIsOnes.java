package dev.ringmark.runtime.shards;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Two threads from outside take slots for control messages while another one is heard (I-05,
/// SPG-033).
@JCStressTest
@State
@Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "each has a slot, and two wait")
@Outcome(expect = FORBIDDEN, desc = "two have the same, or one was lost")
public class ControlSlotIsOnes {

    private final ControlWindow window = new ControlWindow();
    private final Ticket heard = Ticket.open();
    private final Ticket one = Ticket.open();
    private final Ticket other = Ticket.open();
    private final int heardSlot = window.take(heard);
    private int oneSlot;
    private int otherSlot;

    @Actor
    public void one() {
        oneSlot = window.take(one);
    }

    @Actor
    public void other() {
        window.end(heardSlot);
        otherSlot = window.take(other);
    }

    @Arbiter
    public void end(III_Result result) {
        result.r3 = window.waiting();
        result.r1 = window.end(oneSlot) == one ? 1 : 0;
        result.r2 = window.end(otherSlot) == other ? 1 : 0;
    }
}
