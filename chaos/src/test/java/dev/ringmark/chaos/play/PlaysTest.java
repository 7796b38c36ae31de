package dev.ringmark.chaos.play;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ringmark.chaos.workload.Violation;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class PlaysTest {
    // C-22, C-23, C-32, C-35, C-36, C-37, C-48, C-50, C-51, C-52, C-53, C-54, C-65, I-13, I-17,
    // I-19; what a runtime says of itself: SPG-042; one task alone: POLY-30; control messages:
    // SPG-033; what is never begun twice or elsewhere: SPG-032

    private static final long SEEDS = 2000;

    @ParameterizedTest
    @EnumSource
    void no_seed_breaks_a_promise(Plays play) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Violation violation = play.run(seed);
            String where = play + ", seed " + seed + ": " + violation;
            assertNull(violation, where);
        }
    }

    /// Where the thread of an SQPOLL ring once stopped within a chain.
    @ParameterizedTest
    @ValueSource(longs = {5695, 7067})
    void no_chain_of_a_polled_ring_is_torn(long seed) { // C-22, I-17
        assertNull(Plays.CHAINS.run(seed));
    }

    /// A sum of 0 is one too: others wait behind it.
    @Test
    void every_sum_is_heard_at_the_end() { // I-01
        assertNull(Plays.SHARDS.run(List.of(1048343, 199)));
    }

    @Provide
    Arbitrary<List<Integer>> decisions() {
        return Arbitraries.integers().between(0, 0xfffff).list().ofMaxSize(80);
    }

    @Property(tries = 500)
    void no_list_of_decisions_breaks_a_promise(
            @ForAll Plays play, @ForAll("decisions") List<Integer> decisions) {
        assertNull(play.run(decisions));
    }
}
