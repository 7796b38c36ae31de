package dev.ringmark.runtime.shard;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A task is given while the driver closes its inbox and runs what is there a last time (I-01).
@JCStressTest
@State
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken, and run")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused, and not run")
@Outcome(expect = FORBIDDEN, desc = "taken and forgotten, or refused and run all the same")
public class TaskRunsIfItWasTaken {

    private final Inbox inbox = new Inbox(4);

    @Actor
    public void giver(II_Result result) {
        result.r1 = inbox.offer(() -> {}) ? 1 : 0;
    }

    @Actor
    public void closer(II_Result result) {
        inbox.close();
        int ran = 0;
        while (inbox.poll() != null) {
            ran++;
        }
        result.r2 = ran;
    }
}
