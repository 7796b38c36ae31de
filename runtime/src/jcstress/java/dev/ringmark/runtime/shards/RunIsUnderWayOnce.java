package dev.ringmark.runtime.shards;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.shard.EndReason;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two threads start the same run: each start that is taken ends, and none meets another one's
/// operation (SPG-087, SPG-088).
@JCStressTest
@State
@Outcome(id = {"1, 1", "2, 2"}, expect = ACCEPTABLE, desc = "as many ends as starts")
@Outcome(expect = FORBIDDEN, desc = "a start without an end, or two at once")
public class RunIsUnderWayOnce {

    private static final Shards SHARDS = Shards.builder().shards(1).start();
    private static final int AT_ONCE = 100;
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(3);

    /// How long an end may take; when one was missing, the others are not waited for.
    private static volatile long patienceNs = SOON_NS;

    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final RoutedRun<Integer> run = SHARDS.operations().run(new Counting());

    private final class Counting implements RoutedRun.Listener<Integer> {

        @Override
        public void completed(RoutedRun<Integer> its, int result, int flags) {
            ends.incrementAndGet();
        }

        @Override
        public void abandoned(RoutedRun<Integer> its, EndReason reason) {
            ends.incrementAndGet();
        }

        @Override
        public void refused(RoutedRun<Integer> its, RuntimeException why) {
            ends.addAndGet(why instanceof IllegalStateException ? AT_ONCE : 1);
        }
    }

    @Actor
    public void one() {
        start();
    }

    @Actor
    public void other() {
        start();
    }

    @Arbiter
    public void end(II_Result result) {
        awaitEnds();
        result.r1 = starts.get();
        result.r2 = ends.get();
    }

    private void start() {
        try {
            run.start(Nop.plain());
        } catch (IllegalStateException e) { // the other one's is under way
            return;
        }
        starts.incrementAndGet();
    }

    /// Every start that was taken ends soon, or never.
    private void awaitEnds() {
        long begin = System.nanoTime();
        while (ends.get() < starts.get() && System.nanoTime() - begin < patienceNs) {
            Thread.onSpinWait();
        }
        if (ends.get() < starts.get()) {
            patienceNs = 0;
        }
    }
}
