package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who waits for a call of another thread's loop leaves at the moment of its outcome (I-01, UM-27).
@JCStressTest
@State
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it has left, and the outcome is nobody's")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it was told")
@Outcome(expect = FORBIDDEN, desc = "it has left and was told, or neither")
public class CallerLeavesOrIsTold {

    private static final Thread WAITER = new Thread(() -> {});

    private final Call call = new Call(null, WAITER, false);

    /// A call that is under way.
    public CallerLeavesOrIsTold() {
        call.begin(sqe -> {});
    }

    @Actor
    public void loop() {
        call.completed(0, 0, true);
        call.released();
    }

    @Actor
    public void caller(II_Result result) {
        result.r1 = call.leave() ? 1 : 0;
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = call.isDone() ? 1 : 0;
    }
}
