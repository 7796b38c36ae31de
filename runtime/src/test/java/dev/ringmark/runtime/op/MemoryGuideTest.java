package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.GuidePage;
import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.BufferPool;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.shard.Driver;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The snippets of docs/memory.md, run.
class MemoryGuideTest {

    @Test
    void a_buffer_moves() {
        try (Loop loop = new Loop()) {
            Driver driver = loop.driver;
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Fd<FileKind.Any> file = pipe[0];
            loop.run(Write.to(pipe[1], new byte[7]));
            OwnedBuffer buffer = OwnedBuffer.allocate(4096);
            Submitted<Transfer> reading = Read.from(file, buffer).submit(driver);
            // here buffer.view() throws: the buffer belongs to the read
            assertThrows(IllegalStateException.class, buffer::view);
            Transfer done = reading.await().take();
            MemorySegment data = done.buffer().view(0, done.bytes());
            assertEquals(7, data.byteSize());
            buffer.close();
            loop.close(pipe);
        }
    }

    @Test
    void and_comes_back() {
        try (Loop loop = new Loop()) {
            Driver driver = loop.driver;
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Fd<FileKind.Any> file = pipe[0];
            OwnedBuffer buffer = OwnedBuffer.allocate(4096);
            Submitted<Transfer> reading = Read.from(file, buffer).submit(driver);
            reading.cancelAfter(Duration.ofMillis(5));
            Completed<Transfer> ended = reading.await();
            boolean isMine = !buffer.isLent(); // true, whatever became of the read
            assertTrue(isMine && ended.isCancelled());
            buffer.close();
            loop.close(pipe);
        }
    }

    @Test
    void a_pool_is_bounded() {
        BufferPool pool = new BufferPool(1 << 20, 512, 4096, 65536);
        OwnedBuffer pooled = pool.acquire(1000); // of the class of 4096
        assertEquals(4096, pooled.size());
        pooled.close(); // back into the pool; this handle is dead for good
        pool.close();
        assertThrows(IllegalStateException.class, pooled::view);
    }

    @NeedsHost("docs/memory.md")
    @Test
    void the_page_has_these_statements() throws IOException {
        assertEquals(13, GuidePage.of("memory.md", MemoryGuideTest.class).assertLines());
    }
}
