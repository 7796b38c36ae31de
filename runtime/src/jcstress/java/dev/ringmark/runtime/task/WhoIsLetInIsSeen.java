package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A task is forked while its loop begins to close and cancels those that are there (SPG-044).
@JCStressTest
@State
@Outcome(id = {"1, 1", "0, 0"}, expect = ACCEPTABLE, desc = "let in and seen, or refused")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "seen on its way out")
@Outcome(expect = FORBIDDEN, desc = "let in, and never cancelled")
public class WhoIsLetInIsSeen {

    private final Roster<String> roster = new Roster<>();

    @Actor
    public void forker(II_Result result) {
        result.r1 = roster.enter("task") ? 1 : 0;
    }

    @Actor
    public void closer(II_Result result) {
        roster.close();
        roster.members().forEach(_ -> result.r2++);
    }
}
