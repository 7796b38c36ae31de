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

/// A message with a ticket is sent to a shard that ends (I-01, SPG-007).
@JCStressTest
@State
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "let in, and refused by the end")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not let in")
@Outcome(expect = FORBIDDEN, desc = "let in and forgotten")
public class MessageMeetsTheEndOfItsShard {

    private final Ingress ingress = new Ingress(1, 4, new WaitLine("", Runnable::run));
    private final Ticket ticket = new Ticket(new CompletableFuture<>());

    @Actor
    public void sender(II_Result result) {
        Ingress.Put put = ingress.put(0, 1, 1, null, ticket, false);
        result.r1 = put == Ingress.Put.TAKEN ? 1 : 0;
    }

    @Actor
    public void closer() {
        ingress.close();
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = ticket.isDone() ? 1 : 0;
    }
}
