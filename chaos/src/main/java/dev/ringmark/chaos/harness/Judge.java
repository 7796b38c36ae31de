package dev.ringmark.chaos.harness;

import dev.ringmark.chaos.baton.Crowds;
import dev.ringmark.chaos.mutants.Mutant;
import dev.ringmark.chaos.mutants.Mutants;

/// Runs on a mutant what has to find it out: a campaign, a play, or threads that take turns.
public final class Judge {
    private Judge() {}

    /// How many seeds it takes, and what the mutant broke.
    public static Mutants.Verdict of(Mutant mutant) {
        String answer =
                mutant.trial().equals(Mutant.CROWD)
                        ? new Crowds(mutant).run(0, Mutants.SEEDS_MAX)
                        : Mutants.search(mutant, Mutants.SEEDS_MAX);
        return Mutants.Verdict.of(mutant, answer);
    }
}
