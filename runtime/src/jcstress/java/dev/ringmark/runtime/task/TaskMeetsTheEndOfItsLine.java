package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A task is put into the line of a loop that closes (I-01).
@JCStressTest
@State
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken, and ended by the close")
@Outcome(id = {"0, 0", "0, 1"}, expect = ACCEPTABLE, desc = "refused")
@Outcome(expect = FORBIDDEN, desc = "taken and forgotten")
public class TaskMeetsTheEndOfItsLine {

    private final StealLine line = new StealLine(4);
    private final GroupTask<Integer> task = new GroupTask<>(() -> 1);

    @Actor
    public void giver(II_Result result) {
        result.r1 = line.offer(task) == StealLine.Offer.TAKEN ? 1 : 0;
    }

    @Actor
    public void closer() {
        line.close();
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = task.isDone() ? 1 : 0;
    }
}
