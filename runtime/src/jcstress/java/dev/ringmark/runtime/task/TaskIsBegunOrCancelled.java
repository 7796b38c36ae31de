package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A loop takes a task that another thread cancels (I-01).
@JCStressTest
@State
@Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "one of them has it")
@Outcome(expect = FORBIDDEN, desc = "both have it, or nobody")
public class TaskIsBegunOrCancelled {

    private final GroupTask<Integer> task = new GroupTask<>(() -> 1);

    @Actor
    public void thief(II_Result result) {
        result.r1 = task.claim() ? 1 : 0;
    }

    @Actor
    public void canceller() {
        task.cancel();
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = task.isDone() ? 1 : 0;
    }
}
