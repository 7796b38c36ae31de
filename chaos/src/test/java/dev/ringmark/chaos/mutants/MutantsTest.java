package dev.ringmark.chaos.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.chaos.harness.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class MutantsTest {

    static List<Mutant> mutants() {
        return Mutants.list();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void it_is_found_out_within_5000_seeds(Mutant mutant) {
        Mutants.Verdict verdict = Judge.of(mutant);
        assertTrue(verdict.isKilled(), () -> mutant.id() + " survived " + verdict.seeds());
    }

    @Test
    void there_are_at_least_twenty_and_each_has_its_own_name() {
        long names = Mutants.list().stream().map(Mutant::id).distinct().count();
        assertEquals(Mutants.list().size(), names);
        assertTrue(names >= 20);
    }

    @Test
    void a_mutant_that_changes_nothing_is_an_error() { // the canary
        Mutant harmless =
                new Mutant("harmless", "", "", "Exchange.dispatch", Edit.drop("Outbox.gone"));
        Mutant nowhere = new Mutant("nowhere", "", "", "Gone.dispatch", Edit.drop("Outbox.send"));
        assertThrows(IllegalStateException.class, () -> Judge.of(harmless));
        assertThrows(IllegalStateException.class, () -> Judge.of(nowhere));
    }
}
