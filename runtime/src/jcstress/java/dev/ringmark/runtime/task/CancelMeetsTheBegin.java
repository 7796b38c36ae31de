package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

import dev.ringmark.runtime.kernel.Kernel;

/// A loop begins a task that another thread cancels: its waits end, whoever comes first (SPG-028).
@JCStressTest
@State
@Outcome(id = "1", expect = ACCEPTABLE, desc = "it ended by the cancel")
@Outcome(expect = FORBIDDEN, desc = "nothing has ended its wait")
public class CancelMeetsTheBegin {

    private static final Loop LOOP = Loop.start(Kernel.host(), LoopOptions.named("loop"));

    private final GroupTask<Integer> task = new GroupTask<>(WaitsThatEnd::waitLong);

    @Actor
    public void loop() {
        task.begin(LOOP);
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
