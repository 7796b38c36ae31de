package dev.ringmark.chaos.decisions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

class SlotsDecisionsTest extends DecisionLists { // I-01, I-05, C-24, C-26

    @Property(tries = 2000)
    void each_operation_hears_its_own_result_once(@ForAll("decisions") List<Integer> decisions) {
        assertEquals("", SlotsPlay.simulated(decisions));
    }

    @Property(tries = 2000, seed = "4", shrinking = ShrinkingMode.FULL)
    @AddLifecycleHook(MustBeFoundOut.class)
    void a_name_without_generation_is_found_out(@ForAll("decisions") List<Integer> decisions) {
        assertNothingIsWrong(SlotsPlay.class, "id-without-generation", decisions);
    }

    @Property(tries = 2000, seed = "4", shrinking = ShrinkingMode.FULL)
    @AddLifecycleHook(MustBeFoundOut.class)
    void a_permit_that_is_kept_is_found_out(@ForAll("decisions") List<Integer> decisions) {
        assertNothingIsWrong(SlotsPlay.class, "permit-not-returned", decisions);
    }
}
