package dev.ringmark.runtime.shards;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.task.WaitLine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

import java.time.Duration;

/// A message comes while somebody begins to wait for one (I-07, SPG-019).
@JCStressTest
@State
@Outcome(id = "1", expect = ACCEPTABLE, desc = "it was taken")
@Outcome(expect = FORBIDDEN, desc = "who waits does not hear of it")
public class MessageIsTakenByWhoWaits {

    /// So long that no thread which is ready stands still for it; once somebody has not heard for
    /// that long, the others need not take it either.
    private static volatile Duration patience = Duration.ofSeconds(3);

    private final Ingress ingress = new Ingress(1, 4, new WaitLine("", Runnable::run));

    @Actor
    public void sender() {
        ingress.put(0, 1, 1, null, null, false);
    }

    @Actor
    public void receiver(I_Result result) {
        try {
            result.r1 = ingress.receive(patience).value();
        } catch (TaskException.TimedOut _) {
            patience = Duration.ofMillis(1);
            result.r1 = 0;
        }
    }
}
