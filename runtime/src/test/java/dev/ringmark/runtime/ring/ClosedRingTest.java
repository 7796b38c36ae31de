package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What a ring leaves behind that is closed too early.
class ClosedRingTest {

    private static final int SIZE = 8 << 20;
    private static final int PAGE = 4096;
    private static final int PAGES = SIZE / PAGE;
    private static final byte CONTENT = 0x5a;
    private static final int O_DIRECT = 0x4000;

    /// A read that is done before its ring is closed shows nothing. Seen to be so in 5 of 41 runs,
    /// so this many never are.
    private static final int ATTEMPTS_MAX = 64;

    private static final long PATIENCE_NS = 500_000_000L;

    private final Kernel kernel = Kernel.host();

    /// For good: if the kernel did not end a read in time, it may still write here.
    private final MemorySegment memory = Arena.global().allocate(SIZE, PAGE);

    @Test
    void memory_still_changes_when_its_ring_is_unmapped_and_closed() throws IOException { // K15
        byte[] content = new byte[SIZE];
        Arrays.fill(content, CONTENT);
        Path file = Files.write(Path.of("target", "closed-ring.bin"), content);
        int fd = kernel.calls().open(file.toString(), O_DIRECT, 0);
        assumeTrue(fd >= 0, "the file system has no O_DIRECT: " + fd);
        int attempts = 0;
        while (!changesAfterTheClose(fd)) {
            attempts++;
            assertTrue(attempts < ATTEMPTS_MAX, "never in " + attempts + " attempts");
        }
        assertEquals(0, kernel.close(fd));
        Files.delete(file);
    }

    /// Whether the read went on after its ring was gone. It need not: what no worker has begun is
    /// cancelled with its ring, and then the memory stays as it is.
    private boolean changesAfterTheClose(int fd) {
        memory.fill((byte) 0);
        Ring ring = Ring.open(kernel, RingOptions.entries(1));
        Completions.next(ring).prepare(Opcode.READ, fd, memory.address(), SIZE, 0);
        assertEquals(1, ring.submit());
        ring.close();
        int before = pagesRead();
        int after = before;
        for (long end = System.nanoTime() + PATIENCE_NS;
                after < PAGES && System.nanoTime() < end; ) {
            kernel.calls().poll(fd, 0, 1);
            after = pagesRead();
        }
        return after > before;
    }

    private int pagesRead() {
        int count = 0;
        for (long at = 0; at < SIZE; at += PAGE) {
            count += memory.get(JAVA_BYTE, at) == CONTENT ? 1 : 0;
        }
        return count;
    }
}
