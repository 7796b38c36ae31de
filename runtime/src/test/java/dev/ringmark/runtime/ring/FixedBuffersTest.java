package dev.ringmark.runtime.ring;

import static dev.ringmark.runtime.ring.Completions.next;
import static dev.ringmark.runtime.ring.Completions.take;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FixedBuffersTest { // SR-10c

    private static final int EFAULT = Errno.EFAULT.negative();
    private static final int SIZE = 4096;

    private final SystemCalls calls = Kernel.host().calls();
    private final Arena arena = Arena.ofConfined();
    private final Ring ring = Ring.open(Kernel.host(), RingOptions.entries(8));
    private final MemorySegment first = arena.allocate(SIZE, SIZE);
    private final MemorySegment second = arena.allocate(SIZE, SIZE);
    private int file;

    @BeforeEach
    void openFile() {
        file = calls.memoryFile("fixed-buffers", 0);
        try (Arena local = Arena.ofConfined()) {
            assertEquals(4, calls.write(file, local.allocateFrom("abc")));
        }
    }

    @AfterEach
    void closeAll() {
        ring.close();
        calls.close(file);
        arena.close();
    }

    @Test
    void a_read_lands_in_the_registered_buffer() { // S131
        try (FixedBuffers buffers = FixedBuffers.register(ring, first, second)) {
            assertEquals(2, buffers.count());
            assertEquals(3, readInto(1, second, 100));
            assertEquals('b', second.get(JAVA_BYTE, 101));
            assertEquals(EFAULT, readInto(0, second, 0), "not the memory of slot 0");
            assertEquals(EFAULT, readInto(2, second, 0), "no such slot");
        }
        assertEquals(EFAULT, readInto(1, second, 0), "no table any more");
    }

    @Test
    void slots_are_filled_and_emptied_later() { // S132
        try (FixedBuffers buffers = FixedBuffers.sparse(ring, 4)) {
            assertEquals(EFAULT, readInto(3, first, 0));
            assertEquals(2, buffers.update(2, second, first));
            assertEquals(3, readInto(3, first, 0));
            assertEquals(1, buffers.update(3, MemorySegment.NULL));
            assertEquals(EFAULT, readInto(3, first, 0));
            assertEquals(3, readInto(2, second, 0));
        }
    }

    @Test
    void what_the_kernel_refuses_says_why() { // S132
        RingException none = assertThrows(RingException.class, () -> FixedBuffers.register(ring));
        assertEquals(Errno.EINVAL.negative(), none.result());
        try (FixedBuffers _ = FixedBuffers.register(ring, first)) {
            RingException twice =
                    assertThrows(RingException.class, () -> FixedBuffers.register(ring, second));
            assertEquals(Errno.EBUSY.negative(), twice.result());
            assertEquals("io_uring_register(BUFFERS, 1 buffers)", twice.call());
        }
        MemorySegment nowhere = MemorySegment.ofAddress(4096).asSlice(0, 0);
        try (FixedBuffers buffers = FixedBuffers.sparse(ring, 1)) {
            assertThrows(RingException.class, () -> buffers.update(1, nowhere));
        }
    }

    @Test
    void memory_on_the_heap_is_refused_before_the_kernel_sees_it() {
        MemorySegment heap = MemorySegment.ofArray(new byte[16]);
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> FixedBuffers.register(ring, first, heap));
        assertEquals(
                "buffer 1: memory on the Java heap, expected native memory", refused.getMessage());
    }

    private int readInto(int slot, MemorySegment memory, long offset) {
        next(ring)
                .prepare(Opcode.READ_FIXED, file, memory.address() + offset, 3, 0)
                .bufferIndex(slot);
        return take(ring).result();
    }
}
