package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.runtime.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class EventBellTest { // C-07, I-07

    @Test
    void a_full_counter_is_emptied_so_that_the_ring_is_a_change() {
        Kernel kernel = Kernel.host();
        EventBell bell = new EventBell(kernel);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            count.set(JAVA_LONG, 0, -2); // as much as it holds
            assertEquals(Long.BYTES, kernel.calls().write(bell.fd(), count));
            assertEquals(Long.BYTES, bell.ring());
            assertEquals(Long.BYTES, kernel.calls().read(bell.fd(), count));
            assertEquals(1, count.get(JAVA_LONG, 0));
        } finally {
            bell.close();
        }
    }
}
