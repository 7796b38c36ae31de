package dev.ringmark.chaos.baton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.chaos.mutants.Mutant;
import dev.ringmark.chaos.mutants.Mutants;
import dev.ringmark.chaos.workload.Campaign;

import org.junit.jupiter.api.Test;

class CrowdTest { // C-02, C-04, C-45, C-50, C-54, I-01, I-07, I-10, I-20

    private static final long SEEDS = 1000;

    @Test
    void no_order_of_the_threads_breaks_a_promise() {
        assertEquals("", new Crowds(null).run(0, SEEDS));
    }

    @Test
    void a_seed_is_one_order() { // I-25
        Crowds crowds = new Crowds(null);
        for (long seed = 0; seed < 50; seed++) {
            assertEquals(crowds.hash(seed), crowds.hash(seed), "seed " + seed);
        }
        assertNotEquals(crowds.hash(1), crowds.hash(2));
    }

    @Test
    void threads_change_places_between_two_steps_of_the_driver_too() {
        long bare = 0;
        for (long seed = 0; seed < 20; seed++) {
            bare += Crowd.run(seed).turns(); // no points in these classes
        }
        long pointed = new Crowds(null).turns(0, 20);
        assertTrue(pointed > 2 * bare, pointed + " turns with points, " + bare + " without");
    }

    @Test
    void a_word_that_is_not_written_atomically_is_found_by_an_order_of_threads_only() {
        Mutant mutant = Mutants.of("gate-not-atomic");
        assertFalse(new Crowds(mutant).run(0, SEEDS).isEmpty());
        Mutant sequential = new Mutant("sequential", "", "", mutant.method(), mutant.edit());
        assertEquals("", Mutants.search(sequential, 300));
    }

    @Test
    void a_lock_that_is_held_in_a_sleep_is_found() {
        String found = new Crowds(Mutants.of("lock-held-in-sleep")).run(0, SEEDS);
        assertTrue(found.contains("I-07"), found);
    }

    @Test
    void the_campaign_itself_is_well() {
        try (Campaign campaign = new Campaign()) {
            assertNull(campaign.run(0, 100).finding());
        }
    }
}
