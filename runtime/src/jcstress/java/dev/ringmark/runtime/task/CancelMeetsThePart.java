package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A task runs within the one that needs it while another thread cancels it (SPG-028).
@JCStressTest
@State
@Outcome(id = "1", expect = ACCEPTABLE, desc = "it ended by the cancel")
@Outcome(expect = FORBIDDEN, desc = "nothing has ended its wait")
public class CancelMeetsThePart {

    private final GroupTask<Integer> task = new GroupTask<>(WaitsThatEnd::waitLong);

    @Actor
    public void needer() {
        if (task.claim()) {
            task.runOn(null);
        }
    }

    @Actor
    public void canceller() {
        task.cancel();
    }

    @Arbiter
    public void end(I_Result result) {
        result.r1 = WaitsThatEnd.wasCancelled(task) ? 1 : 0;
    }
}
