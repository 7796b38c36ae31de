package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.Fired;
import dev.ringmark.chaos.sim.Bystander;
import dev.ringmark.chaos.sim.PagePool;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Many seeds, one after the other, on one thread.
public final class Campaign implements AutoCloseable {

    /// One run in so many is repeated, to see whether it is the same.
    private static final int REPEAT_EVERY = 100;

    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

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
    /// @param hash a number that two campaigns share when every seed's run was the same in both, in
    ///     whatever order they were run
    public record Result(
            long seeds,
            long repeated,
            long operations,
            @Nullable Finding finding,
            Map<FaultKind, Long> fired,
            Set<Mark> missed,
            long hash) {

        /// Nothing yet.
        public static Result none() {
            return new Result(0, 0, 0, null, Map.of(), EnumSet.allOf(Mark.class), 0);
        }

        /// This and what was run behind it, as if it had been one campaign.
        public Result plus(Result next) {
            Map<FaultKind, Long> both = new EnumMap<>(FaultKind.class);
            both.putAll(fired);
            next.fired.forEach((kind, count) -> both.merge(kind, count, Long::sum));
            Set<Mark> missedByBoth = EnumSet.copyOf(missed);
            missedByBoth.retainAll(next.missed);
            return new Result(
                    seeds + next.seeds,
                    repeated + next.repeated,
                    operations + next.operations,
                    finding == null ? next.finding : finding,
                    both,
                    missedByBoth,
                    hash ^ next.hash);
        }

        /// Kinds of faults that never happened.
        public Set<FaultKind> unfired() {
            Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
            kinds.removeIf(kind -> !kind.isInSwarm() || fired.containsKey(kind));
            return kinds;
        }
    }

    private final PagePool pool = new PagePool();
    private final Cells cells = new Cells();
    private final Bystander bystander = new Bystander();
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
        long hash = 0;
        for (long seed = first; seed < first + count; seed++) {
            Script script = scripts.apply(seed);
            Outcome outcome = Episode.run(script, pool, cells, bystander, false);
            if (outcome.isGood() && seed % REPEAT_EVERY == 0) {
                repeated++;
                outcome = repeat(script, outcome);
            }
            for (Fired fault : outcome.faults()) {
                fired.merge(fault.kind(), 1L, Long::sum);
            }
            missed.removeAll(outcome.seen());
            operations += outcome.operations();
            hash ^= Long.rotateLeft((outcome.hash() ^ seed) * MULTIPLIER, 31) * MULTIPLIER;
            if (!outcome.isGood()) {
                Finding finding = new Finding(seed, script, outcome);
                long seeds = seed - first + 1;
                return new Result(seeds, repeated, operations, finding, fired, missed, hash);
            }
        }
        return new Result(count, repeated, operations, null, fired, missed, hash);
    }

    /// Runs one script.
    public Outcome run(Script script, boolean isTold) {
        return Episode.run(script, pool, cells, bystander, isTold);
    }

    @Override
    public void close() {
        bystander.close();
        cells.close();
        pool.close();
    }

    private Outcome repeat(Script script, Outcome first) {
        Outcome second = Episode.run(script, pool, cells, bystander, false);
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
