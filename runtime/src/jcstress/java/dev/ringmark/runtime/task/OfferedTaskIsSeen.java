package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.List;

/// A task is offered to a loop that is busy while the other one of its group goes to sleep
/// (SPG-028).
@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "it saw the task and stays awake")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "both saw each other")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "it sleeps, and is woken")
@Outcome(expect = FORBIDDEN, desc = "it sleeps beside a task that nobody has begun")
public class OfferedTaskIsSeen {

    private int wakes;
    private final Share busy = new Share(null, () -> {}, 4, 1);
    private final Share idle = new Share(null, () -> wakes++, 4, 1);

    public OfferedTaskIsSeen() {
        busy.join(List.of(idle));
        idle.join(List.of(busy));
    }

    @Actor
    public void giver(II_Result result) {
        busy.line.offer(new GroupTask<>(() -> 1));
        busy.offered();
        result.r2 = wakes;
    }

    @Actor
    public void sleeper(II_Result result) {
        result.r1 = idle.beginIdle() ? 1 : 0;
    }
}
