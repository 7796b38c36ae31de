package dev.ringmark.runtime.ring;

import static dev.ringmark.runtime.ring.Completions.next;
import static dev.ringmark.runtime.ring.Completions.take;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.FakeKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.ring.Completions.Completion;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BufferRingTest { // UM-17, SR-24e

    private static final int GROUP = 40_000; // does not fit a signed short
    private static final int GROUP_MAPPED = 2047;
    private static final int BUFFER_SIZE = 8;

    private final SystemCalls calls = Kernel.host().calls();
    private final Arena arena = Arena.ofConfined();
    private final Ring ring = Ring.open(Kernel.host(), RingOptions.entries(8));
    private final MemorySegment pool = arena.allocate(64L * BUFFER_SIZE);
    private final int[] pipe = new int[2];

    @BeforeEach
    void openPipe() {
        assertEquals(0, calls.pipe(pipe, 0));
    }

    @AfterEach
    void closeAll() {
        ring.close();
        calls.close(pipe[0]);
        calls.close(pipe[1]);
        arena.close();
    }

    static Stream<List<BufferRingFlag>> memories() {
        return Stream.of(List.of(), List.of(BufferRingFlag.MMAP));
    }

    @ParameterizedTest
    @MethodSource("memories")
    void buffers_are_taken_in_order_and_used_again_across_many_wraps(List<BufferRingFlag> memory) {
        BufferRingFlag[] flags = memory.toArray(BufferRingFlag[]::new);
        int group = memory.isEmpty() ? GROUP : GROUP_MAPPED;
        try (BufferRing buffers = BufferRing.register(ring, group, 4, flags)) { // S092, S099
            for (int id = 0; id < 4; id++) {
                buffers.add(buffer(id), id);
            }
            buffers.publish();
            for (int round = 0; round < 70_000; round++) { // the 16-bit tail overflows
                int id = round & 3;
                send((byte) round);
                Completion read = readAtMost(group, BUFFER_SIZE);
                assertEquals(1, read.result());
                assertEquals(CqeFlag.BUFFER.bits() | id << 16, read.flags());
                assertEquals((byte) round, buffer(id).get(JAVA_BYTE, 0));
                buffers.add(buffer(id), id).publish();
            }
            assertEquals(4, buffers.available());
        }
    }

    @Test
    void what_is_not_published_is_not_there() { // S091
        try (BufferRing buffers = BufferRing.register(ring, GROUP, 4)) {
            send((byte) 1);
            buffers.add(buffer(0), 0);
            assertEquals(1, buffers.unpublished());
            assertEquals(Errno.ENOBUFS.negative(), read().result());
            buffers.publish();
            assertEquals(0, buffers.unpublished());
            assertEquals(1, buffers.available());
            assertEquals(1, read().result());
            assertEquals(0, buffers.available());
        }
    }

    @Test
    void an_incremental_buffer_is_used_until_it_is_full() { // S100, SPG-078
        try (BufferRing buffers = BufferRing.register(ring, GROUP, 2, BufferRingFlag.INC)) {
            buffers.add(pool.asSlice(0, 2), 65_535).publish();
            int first = CqeFlag.BUFFER.bits() | 0xffff << 16;
            send((byte) 1);
            assertEquals(
                    new Completion(7, 1, first | CqeFlag.BUF_MORE.bits()), readAtMost(GROUP, 1));
            send((byte) 2);
            assertEquals(new Completion(7, 1, first), readAtMost(GROUP, 1));
            assertEquals(1, pool.get(JAVA_BYTE, 0));
            assertEquals(2, pool.get(JAVA_BYTE, 1));
        }
    }

    @Test
    void after_close_the_group_is_gone_and_free_again() { // S095
        BufferRing.register(ring, GROUP, 4).close();
        send((byte) 1);
        assertEquals(Errno.ENOBUFS.negative(), read().result());
        BufferRing buffers = BufferRing.register(ring, GROUP, 4);
        RingException taken =
                assertThrows(RingException.class, () -> BufferRing.register(ring, GROUP, 8));
        assertEquals(Errno.EEXIST.negative(), taken.result());
        assertEquals("io_uring_register(PBUF_RING, group 40000)", taken.call());
        buffers.close();
        RingException twice = assertThrows(RingException.class, buffers::close);
        assertEquals(Errno.ENOENT.negative(), twice.result());
    }

    @Test
    void a_refused_registration_leaves_no_memory_behind() {
        FakeKernel fake = new FakeKernel(FeatureBit.SINGLE_MMAP);
        Ring small = Ring.open(fake, RingOptions.entries(2));
        int before = fake.openMappings();
        fake.answerRegisters(Errno.ENOMEM.negative());
        assertThrows(RingException.class, () -> BufferRing.register(small, 1, 4));
        assertEquals(before, fake.openMappings());
        fake.answerRegisters(1);
        BufferRing buffers = BufferRing.register(small, 1, 4);
        fake.answerRegisters(Errno.EEXIST.negative());
        assertThrows(RingException.class, buffers::close);
        assertEquals(before + 1, fake.openMappings(), "the kernel may still read it");
    }

    @Test
    void impossible_arguments_name_the_value_and_the_range() {
        assertRefused(
                "entries: 6, expected a power of two up to 32768",
                () -> BufferRing.register(ring, 1, 6));
        assertRefused(
                "group: 65536, expected 0 to 65535", () -> BufferRing.register(ring, 65_536, 4));
        assertRefused(
                "group: 2048, expected 0 to 2047",
                () -> BufferRing.register(ring, 2048, 4, BufferRingFlag.MMAP));
        try (BufferRing buffers = BufferRing.register(ring, 1, 2)) {
            assertRefused("id: -1, expected 0 to 65535", () -> buffers.add(buffer(0), -1));
            assertRefused(
                    "buffer: memory on the Java heap, expected native memory",
                    () -> buffers.add(MemorySegment.ofArray(new byte[1]), 1));
            buffers.add(buffer(0), 0).add(buffer(1), 1);
            assertThrows(IllegalStateException.class, () -> buffers.add(buffer(2), 2));
        }
    }

    private static void assertRefused(String message, Executable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
        assertEquals(message, refused.getMessage());
    }

    private MemorySegment buffer(int id) {
        return pool.asSlice((long) id * BUFFER_SIZE, BUFFER_SIZE);
    }

    private void send(byte value) {
        pool.set(JAVA_BYTE, pool.byteSize() - 1, value);
        assertEquals(1, calls.write(pipe[1], pool.asSlice(pool.byteSize() - 1)));
    }

    private Completion read() {
        return readAtMost(GROUP, BUFFER_SIZE);
    }

    private Completion readAtMost(int group, int length) {
        next(ring).prepare(Opcode.READ, pipe[0], 0, length, -1).bufferGroup(group).userData(7);
        Completion read = take(ring);
        assertEquals(7, read.userData());
        assertTrue(ring.cqReady() == 0, "one completion for one read");
        return read;
    }
}
