package dev.ringmark.chaos.decisions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

class RingDecisionsTest extends DecisionLists { // I-02, I-15, K1, K3

    @Property(tries = 2000)
    void the_ring_counts_as_the_model_does_in_the_simulation(
            @ForAll("decisions") List<Integer> decisions) {
        assertEquals("", RingPlay.simulated(decisions));
    }

    @Property(tries = 1000)
    void the_ring_counts_as_the_model_does_on_this_kernel(
            @ForAll("decisions") List<Integer> decisions) {
        assertEquals("", RingPlay.real(decisions));
    }

    @Property(tries = 2000, seed = "4", shrinking = ShrinkingMode.FULL)
    @AddLifecycleHook(MustBeFoundOut.class)
    void a_ring_that_forgets_what_a_short_submit_left_is_found_out(
            @ForAll("decisions") List<Integer> decisions) { // the canary
        assertNothingIsWrong(RingPlay.class, "short-submit-forgotten", decisions);
    }
}
