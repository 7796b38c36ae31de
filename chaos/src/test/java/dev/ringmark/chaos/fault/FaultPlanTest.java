package dev.ringmark.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest { // I-25

    private static final int LOOKS = 1000;

    @Test
    void the_order_in_which_kinds_are_named_changes_nothing() {
        // The order of an immutable set is the JVM's choice: a seed meant another run in each.
        FaultPlan one =
                FaultPlan.only(
                        148,
                        List.of(FaultKind.CQ_FULL, FaultKind.MULTISHOT_ENDS, FaultKind.CQE_ERROR));
        FaultPlan other =
                FaultPlan.only(
                        148,
                        List.of(FaultKind.CQE_ERROR, FaultKind.CQ_FULL, FaultKind.MULTISHOT_ENDS));
        for (int look = 0; look < LOOKS; look++) {
            for (FaultKind kind : FaultKind.values()) {
                assertEquals(one.next(kind), other.next(kind), kind + " at look " + look);
            }
        }
        assertEquals(one.fired(), other.fired());
        assertTrue(one.has(FaultKind.CQ_FULL) && !one.has(FaultKind.LATE));
    }
}
