package dev.ringmark.runtime.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A reply comes while its client takes the request back (C-54, SPG-063).
@JCStressTest
@State
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "replied")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "taken back")
@Outcome(expect = FORBIDDEN, desc = "both, or neither")
public class RequestEndsOnce {

    private final Boundary<Integer, Integer> channel = Boundary.channel(1);
    private final Boundary.Reply<Integer> reply = channel.tryCall(1, null);
    private final BoundaryRequest<Integer, Integer> request = channel.receive(null);

    @Actor
    public void server(ZZ_Result result) {
        result.r1 = request.respond(2);
    }

    @Actor
    public void client(ZZ_Result result) {
        result.r2 = reply.cancel();
    }
}
