package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.MemoryLedger;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScratchTest {

    private static final int MANY = 200;

    private static List<Scratch> some(long size) {
        List<Scratch> some = new ArrayList<>();
        for (int at = 0; at < MANY; at++) {
            some.add(new Scratch());
            some.getLast().reset(size);
        }
        return some;
    }

    @Test
    void memory_of_others_comes_zeroed_and_is_nobody_elses() { // I-18
        MemoryLedger.Holdings before = MemoryLedger.now();
        for (long size : new long[] {1, 256, 257, 4096, 4097, 100_000}) {
            for (Scratch each : some(size)) {
                each.at(0, size).fill((byte) 1);
                each.free();
                each.free();
            }
            List<Scratch> again = some(size);
            Set<Long> addresses = new HashSet<>();
            for (Scratch each : again) {
                MemorySegment memory = each.at(0, size);
                assertEquals(0, memory.address() % Scratch.ALIGNMENT);
                assertTrue(addresses.add(memory.address()), "two have the same memory");
                for (long at = 0; at < size; at++) {
                    assertEquals(0, memory.get(JAVA_BYTE, at));
                }
                memory.fill((byte) 2);
            }
            again.forEach(Scratch::free);
        }
        assertEquals(before, MemoryLedger.now());
    }
}
