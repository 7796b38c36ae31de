package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// A thread gives a loop two things to run while it takes over what it was given (I-07, I-17).
@JCStressTest
@State
@Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "each comes once, in order")
@Outcome(expect = FORBIDDEN, desc = "one is lost, comes twice, or first")
public class StrandsRunOnce {

    private final RunQueue queue = new RunQueue();
    private final Strand first = new Strand(null);
    private final Strand second = new Strand(null);
    private int firsts;
    private int seconds;
    private int all;

    @Actor
    public void giver() {
        queue.addRemote(first);
        queue.addRemote(second);
    }

    @Actor
    public void loop() {
        queue.drainRemote(this::run);
    }

    private void run(Strand strand) {
        firsts += strand == first && seconds == 0 ? 1 : 0;
        seconds += strand == second ? 1 : 0;
        all++;
    }

    @Arbiter
    public void end(III_Result result) {
        queue.drainRemote(this::run);
        result.r1 = firsts;
        result.r2 = seconds;
        result.r3 = all;
    }
}
