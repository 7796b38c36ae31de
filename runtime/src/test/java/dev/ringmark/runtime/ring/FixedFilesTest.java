package dev.ringmark.runtime.ring;

import static dev.ringmark.runtime.ring.Completions.next;
import static dev.ringmark.runtime.ring.Completions.take;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FixedFilesTest { // NORN-14, SR-10a, SR-10e

    private static final int EBADF = Errno.EBADF.negative();

    private final SystemCalls calls = Kernel.host().calls();
    private final Ring ring = Ring.open(Kernel.host(), RingOptions.entries(8));
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
    }

    @Test
    void a_slot_stands_for_its_file_even_when_the_fd_is_closed() { // S118
        int again = calls.duplicate(pipe[1]);
        try (FixedFiles files = FixedFiles.register(ring, FixedFiles.EMPTY, again)) {
            calls.close(again);
            assertEquals(2, files.count());
            assertEquals(1, writeTo(1));
            assertEquals(EBADF, writeTo(0));
            assertEquals(EBADF, writeTo(2));
        }
        assertEquals(EBADF, writeTo(1));
    }

    @Test
    void an_update_puts_skips_and_empties() { // S119
        try (FixedFiles files = FixedFiles.sparse(ring, 4)) {
            assertEquals(EBADF, writeTo(2));
            assertEquals(2, files.update(2, pipe[1], pipe[1]));
            assertEquals(1, writeTo(2));
            assertEquals(2, files.update(2, FixedFiles.SKIP, FixedFiles.EMPTY));
            assertEquals(1, writeTo(2));
            assertEquals(EBADF, writeTo(3));
            assertEquals(1, files.update(0, pipe[1], -9), "the second fd is bad");
        }
    }

    @Test
    void the_kernel_chooses_slots_within_the_range() { // S125
        try (FixedFiles files = FixedFiles.sparse(ring, 8)) {
            files.allocateWithin(5, 2);
            int allocate = OperationOption.FILE_INDEX_ALLOC.bits();
            for (int expected : new int[] {5, 6, Errno.ENFILE.negative()}) {
                next(ring).prepare(Opcode.SOCKET, 1, 0, 0, 1).fileIndex(allocate);
                assertEquals(expected, take(ring).result());
            }
        }
    }

    @Test
    void what_the_kernel_refuses_says_why() { // S117, S119
        RingException bad = assertThrows(RingException.class, () -> FixedFiles.register(ring, 999));
        assertEquals(EBADF, bad.result());
        assertEquals("io_uring_register(FILES, 1 fds)", bad.call());
        try (FixedFiles files = FixedFiles.register(ring, pipe)) {
            RingException twice =
                    assertThrows(RingException.class, () -> FixedFiles.sparse(ring, 2));
            assertEquals(Errno.EBUSY.negative(), twice.result());
            assertEquals(
                    "io_uring_register(FILES2, 2 empty slots) returned -EBUSY:"
                            + " the ring has such a table already: close that one first",
                    twice.getMessage());
            RingException beyond =
                    assertThrows(RingException.class, () -> files.update(2, pipe[1]));
            assertEquals(Errno.EINVAL.negative(), beyond.result());
        }
    }

    @Test
    void closing_twice_is_an_error_of_the_owner() {
        FixedFiles files = FixedFiles.register(ring, pipe);
        files.close();
        RingException twice = assertThrows(RingException.class, files::close);
        assertEquals(Errno.ENXIO.negative(), twice.result());
        assertTrue(twice.getMessage() != null && twice.getMessage().contains("nothing"));
    }

    private int writeTo(int slot) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, (byte) 42);
            next(ring).prepare(Opcode.WRITE, slot, data.address(), 1, 0).flag(SqeFlag.FIXED_FILE);
            return take(ring).result();
        }
    }
}
