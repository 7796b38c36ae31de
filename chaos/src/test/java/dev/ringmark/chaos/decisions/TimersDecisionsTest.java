package dev.ringmark.chaos.decisions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

class TimersDecisionsTest extends DecisionLists { // I-11, C-46

    @Property(tries = 2000)
    void timers_end_once_and_never_early(@ForAll("decisions") List<Integer> decisions) {
        assertEquals("", TimersPlay.simulated(decisions));
    }

    @Property(tries = 2000, seed = "4", shrinking = ShrinkingMode.FULL)
    @AddLifecycleHook(MustBeFoundOut.class)
    void a_heap_without_order_is_found_out(@ForAll("decisions") List<Integer> decisions) {
        assertNothingIsWrong(TimersPlay.class, "timer-heap-unordered", decisions);
    }

    @Property(tries = 2000, seed = "4", shrinking = ShrinkingMode.FULL)
    @AddLifecycleHook(MustBeFoundOut.class)
    void a_timer_that_fires_early_is_found_out(@ForAll("decisions") List<Integer> decisions) {
        assertNothingIsWrong(TimersPlay.class, "timer-early", decisions);
    }

    @Property(tries = 2000, seed = "4", shrinking = ShrinkingMode.FULL)
    @AddLifecycleHook(MustBeFoundOut.class)
    void a_timer_that_is_lost_at_shutdown_is_found_out(
            @ForAll("decisions") List<Integer> decisions) {
        assertNothingIsWrong(TimersPlay.class, "timer-lost-at-shutdown", decisions);
    }
}
