package dev.ringmark.chaos.baton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ringmark.chaos.mutants.Mutants;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Shards on threads of their own, and threads outside, in every order.
@Timeout(120)
class ShardCrowdTest { // C-50, C-51, C-52, C-53, C-54, I-01, I-07, I-10, I-20

    private static final long SEEDS = 150;

    @Test
    void no_order_of_the_threads_breaks_a_promise() {
        assertEquals("", new Crowds(null).runShards(0, SEEDS));
    }

    @Test
    void a_seed_is_one_order() { // I-25
        Crowds crowds = new Crowds(null);
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(crowds.hashOfShards(seed), crowds.hashOfShards(seed), "seed " + seed);
        }
        assertNotEquals(crowds.hashOfShards(1), crowds.hashOfShards(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gate-not-atomic",
                "doorbell-not-rung",
                "bell-not-rung",
                "first-count-starved",
                "cancel-goes-astray"
            })
    void bugs_between_threads_are_found_out(String mutant) {
        assertFalse(new Crowds(Mutants.of(mutant)).runShards(0, SEEDS).isEmpty(), mutant);
    }
}
