package dev.ringmark.chaos.nth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.uapi.Opcode;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every allocation of a call fails once, in the kernel.
class NthSweepTest { // C-56, I-12, I-14

    @Test
    void each_allocation_fails_once_on_each_kernel_and_ring() {
        NthSweep sweep = new NthSweep();
        for (int seed = 0; seed < NthSweep.shapes(); seed++) {
            assertEquals("", sweep.run(seed));
        }
        assertTrue(sweep.runs() > 4000, () -> sweep.runs() + " runs");
    }

    @Test
    void each_opcode_that_the_runtime_has_is_submitted() {
        Set<Opcode> missing = EnumSet.allOf(Opcode.class);
        // OpcodesTest of runtime.op has the reasons for these
        missing.removeAll(Set.of(Opcode.NOP128, Opcode.URING_CMD128, Opcode.RECV_ZC));
        missing.remove(Opcode.LINK_TIMEOUT);
        assertEquals(61, missing.size());
        NthSweep.list().forEach(deed -> missing.remove(deed.opcode()));
        assertEquals(Set.of(), missing);
    }
}
