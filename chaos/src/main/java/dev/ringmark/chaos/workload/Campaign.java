package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.Fired;
import dev.ringmark.chaos.sim.PagePool;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/// Many seeds, one after the other, on one thread.
public final class Campaign implements AutoCloseable {

    /// One run in so many is repeated, to see whether it is the same.
    private static final int REPEAT_EVERY = 100;

    /// A seed that broke a promise.
    ///
    /// @param seed which
    /// @param script what it stands for
    /// @param outcome what came of it
    public record Finding(long seed, Script script, Outcome outcome) {}

    /// What a campaign came to.
    ///
    /// @param seeds how many were run
    /// @param repeated how many of them twice
    /// @param operations how many operations all of them started
    /// @param finding the first seed that broke a promise, or null
    /// @param fired how often each kind of fault happened
    /// @param missed branches of the driver that no seed has been through
    public record Result(
            long seeds,
            long repeated,
            long operations,
            @Nullable Finding finding,
            Map<FaultKind, Long> fired,
            Set<Mark> missed) {

        /// Kinds of faults that never happened.
        public Set<FaultKind> unfired() {
            Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
            kinds.removeIf(kind -> !kind.isInSwarm() || fired.containsKey(kind));
            return kinds;
        }
    }

    private final PagePool pool = new PagePool();
    private final Cells cells = new Cells();
    private final LongFunction<Script> scripts;

    /// @param scripts the script of each seed
    public Campaign(LongFunction<Script> scripts) {
        this.scripts = scripts;
    }

    /// A campaign with the scripts that seeds stand for.
    public Campaign() {
        this(Script::of);
    }

    /// Runs seeds until one breaks a promise.
    public Result run(long first, long count) {
        Map<FaultKind, Long> fired = new EnumMap<>(FaultKind.class);
        Set<Mark> missed = EnumSet.allOf(Mark.class);
        long operations = 0;
        long repeated = 0;
        for (long seed = first; seed < first + count; seed++) {
            Script script = scripts.apply(seed);
            Outcome outcome = Episode.run(script, pool, cells, false);
            if (outcome.isGood() && seed % REPEAT_EVERY == 0) {
                repeated++;
                outcome = repeat(script, outcome);
            }
            for (Fired fault : outcome.faults()) {
                fired.merge(fault.kind(), 1L, Long::sum);
            }
            missed.removeAll(outcome.seen());
            operations += outcome.operations();
            if (!outcome.isGood()) {
                Finding finding = new Finding(seed, script, outcome);
                long seeds = seed - first + 1;
                return new Result(seeds, repeated, operations, finding, fired, missed);
            }
        }
        return new Result(count, repeated, operations, null, fired, missed);
    }

    /// Runs one script.
    public Outcome run(Script script, boolean isTold) {
        return Episode.run(script, pool, cells, isTold);
    }

    @Override
    public void close() {
        cells.close();
        pool.close();
    }

    private Outcome repeat(Script script, Outcome first) {
        Outcome second = Episode.run(script, pool, cells, false);
        if (second.hash() == first.hash()) {
            return first;
        }
        Violation violation =
                new Violation(
                        Invariant.I_25,
                        "the trace hashes of two runs are %016x and %016x"
                                .formatted(first.hash(), second.hash()));
        return new Outcome(
                violation,
                first.hash(),
                first.faults(),
                first.seen(),
                first.events(),
                first.operations());
    }
}
