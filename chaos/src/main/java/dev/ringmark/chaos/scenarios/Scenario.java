package dev.ringmark.chaos.scenarios;

import dev.ringmark.chaos.baton.Crowds;
import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.nth.NthSweep;
import dev.ringmark.chaos.play.Plays;
import dev.ringmark.chaos.workload.Campaign;
import dev.ringmark.chaos.workload.Mark;
import dev.ringmark.chaos.workload.Outcome;
import dev.ringmark.chaos.workload.Script;
import dev.ringmark.chaos.workload.Shape;
import dev.ringmark.chaos.workload.Verb;
import dev.ringmark.chaos.workload.Violation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One scenario of the catalogue.
///
/// @param id its id, `C-13`
/// @param title what happens
/// @param how how it is run, or why it is not
public record Scenario(String id, String title, How how) {

    /// How a scenario is run.
    public sealed interface How {}

    /// On the simulated kernel, by seeds: every promise is kept, and what the scenario is about did
    /// happen.
    ///
    /// @param verbs what the program does, each as likely as it is often in the list
    /// @param kinds what goes wrong
    /// @param shape makes the driver of the run from one drawn by chance
    /// @param reached branches of the driver that some seed has to go through
    /// @param most how many actions at most
    public record Seeds(
            List<Verb> verbs,
            Set<FaultKind> kinds,
            UnaryOperator<Shape> shape,
            Set<Mark> reached,
            int most)
            implements How {}

    /// The end of the driver at every step of recorded runs.
    public record Sweep() implements How {}

    /// On the simulated kernel, by the seeds of a program that is about it alone.
    public record Played(Plays play) implements How {}

    /// On the simulated kernel, by threads that take turns in every order.
    ///
    /// @param hasShards whether two of them are shards, else one is a driver's owner
    public record Crowded(boolean hasShards) implements How {}

    /// On the simulated kernel, with each allocation of the kernel's failing once.
    public record FailingOnce() implements How {}

    /// In two ways, one after the other.
    public record Both(How first, Played played) implements How {}

    /// By another test, which is named.
    public record Elsewhere(String where) implements How {}

    /// Not yet: the runtime lacks what it is about.
    public record NotYet(String why) implements How {}

    /// What came of a scenario.
    ///
    /// @param runs how many runs there were
    /// @param fault what was wrong, with the seed, or empty
    /// @param seed the seed of a run that broke a promise
    public record Verdict(long runs, String fault, long seed) {

        /// Whether nothing was wrong.
        public boolean isGood() {
            return fault.isEmpty();
        }
    }

    /// How it is run by seeds of the campaign, or null.
    public @Nullable Seeds seeds() {
        How first = how;
        while (first instanceof Both both) {
            first = both.first;
        }
        return first instanceof Seeds seeds ? seeds : null;
    }

    /// The script of a seed.
    ///
    /// @throws IllegalArgumentException when the scenario is not run by seeds
    public Script script(long seed) {
        Seeds seeds = seeds();
        if (seeds == null) {
            throw new IllegalArgumentException(id + ": not a scenario that is run by seeds");
        }
        return Script.of(seed, seeds.shape, seeds.verbs, seeds.most, seeds.kinds);
    }

    /// Runs the scenario; one that is not run here has a good verdict of no runs.
    public Verdict run(long first, long seeds) {
        return run(how, first, seeds);
    }

    private Verdict run(How by, long first, long seeds) {
        return switch (by) {
            case Both(How one, Played other) -> {
                Verdict verdict = run(one, first, seeds);
                if (!verdict.isGood()) {
                    yield verdict;
                }
                Verdict more = run(other, first, seeds);
                yield new Verdict(verdict.runs() + more.runs(), more.fault(), more.seed());
            }
            case Seeds bySeeds -> run(bySeeds, first, seeds);
            case Sweep() -> sweep(first, seeds);
            case Played(Plays play) -> play(play, first, seeds);
            case Crowded(boolean hasShards) -> crowd(hasShards, first, seeds);
            case FailingOnce() -> failOnce(first, seeds);
            case Elsewhere _, NotYet _ -> new Verdict(0, "", 0);
        };
    }

    private Verdict run(Seeds bySeeds, long first, long seeds) {
        Set<Mark> missing = EnumSet.noneOf(Mark.class);
        missing.addAll(bySeeds.reached);
        try (Campaign campaign = new Campaign()) {
            for (long seed = first; seed < first + seeds; seed++) {
                Outcome outcome = campaign.run(script(seed), false);
                Violation violation = outcome.violation();
                if (violation != null) {
                    return new Verdict(seed - first + 1, violation.describe(), seed);
                }
                missing.removeAll(outcome.seen());
            }
        }
        return new Verdict(seeds, missing.isEmpty() ? "" : "never reached: " + missing, first);
    }

    private static Verdict play(Plays play, long first, long seeds) {
        for (long seed = first; seed < first + seeds; seed++) {
            Violation violation = play.run(seed);
            if (violation != null) {
                return new Verdict(seed - first + 1, violation.describe(), seed);
            }
        }
        return new Verdict(seeds, "", first);
    }

    private static Verdict failOnce(long first, long seeds) {
        NthSweep sweep = new NthSweep();
        for (long seed = first; seed < first + Math.min(seeds, NthSweep.shapes()); seed++) {
            String found = sweep.run(seed);
            if (!found.isEmpty()) {
                return new Verdict(sweep.runs(), found, seed);
            }
        }
        return new Verdict(sweep.runs(), "", first);
    }

    private static Verdict crowd(boolean hasShards, long first, long seeds) {
        Crowds crowds = new Crowds(null);
        String found = hasShards ? crowds.runShards(first, seeds) : crowds.run(first, seeds);
        if (found.isEmpty()) {
            return new Verdict(seeds, "", first);
        }
        long seed = Long.parseLong(found.substring(0, found.indexOf(' ')));
        return new Verdict(seed - first + 1, found, seed);
    }

    /// Runs of recorded scripts that end after each of their actions.
    private static Verdict sweep(long first, long seeds) {
        long runs = 0;
        try (Campaign campaign = new Campaign()) {
            for (long seed = first; seed < first + seeds; seed++) {
                Script whole = Script.of(seed);
                Outcome recorded = campaign.run(whole, false);
                for (int steps = 0; steps <= whole.actions().size(); steps++) {
                    List<Integer> actions = whole.actions().subList(0, steps);
                    Script cut = whole.with(actions, recorded.faults()).endingAtOnce();
                    Violation violation = campaign.run(cut, false).violation();
                    runs++;
                    if (violation != null) {
                        String where = " after " + steps + " actions";
                        return new Verdict(runs, violation.describe() + where, seed);
                    }
                }
            }
        }
        return new Verdict(runs, "", first);
    }
}
