package dev.ringmark.runtime.shards;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ringmark.runtime.task.WaitLine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.CompletableFuture;

/// A message is taken while its shard ends (I-01, SPG-007).
@JCStressTest
@State
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "refused")
@Outcome(expect = FORBIDDEN, desc = "the ticket says otherwise, or it was both")
public class TicketEndsAsItsMessage {

    private final Ingress ingress = new Ingress(1, 4, new WaitLine("", Runnable::run));
    private final Ticket ticket = new Ticket(new CompletableFuture<>());

    /// A message that waits.
    public TicketEndsAsItsMessage() {
        ingress.put(0, 1, 1, null, ticket, false);
    }

    @Actor
    public void receiver(II_Result result) {
        result.r1 = ingress.poll() == null ? 0 : 1;
    }

    @Actor
    public void closer() {
        ingress.close();
    }

    @Arbiter
    public void end(II_Result result) {
        boolean isRefused = ticket.future().isCompletedExceptionally();
        result.r2 = ticket.isDone() && isRefused && ingress.counts().refused() == 1 ? 1 : 0;
        if (!ticket.isDone() || isRefused != (ingress.counts().refused() == 1)) {
            result.r2 = 9;
        }
    }
}
