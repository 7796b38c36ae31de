package dev.ringmark.chaos.decisions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

class BuffersDecisionsTest extends DecisionLists { // I-04, I-05, C-27

    @Property(tries = 1000)
    void a_buffer_has_one_owner_in_the_simulation(@ForAll("decisions") List<Integer> decisions) {
        assertEquals("", BuffersPlay.simulated(decisions));
    }

    @Property(tries = 500)
    void a_buffer_has_one_owner_on_this_kernel(@ForAll("decisions") List<Integer> decisions) {
        assertEquals("", BuffersPlay.real(decisions));
    }

    @Property(tries = 2000, seed = "4", shrinking = ShrinkingMode.FULL)
    @AddLifecycleHook(MustBeFoundOut.class)
    void memory_that_is_freed_at_the_cancel_is_found_out(
            @ForAll("decisions") List<Integer> decisions) {
        assertNothingIsWrong(BuffersPlay.class, "freed-at-cancel", decisions);
    }
}
