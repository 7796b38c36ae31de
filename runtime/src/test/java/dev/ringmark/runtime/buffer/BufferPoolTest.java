package dev.ringmark.runtime.buffer;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferPoolTest { // SR-09, SR-15b, SR-15e

    private final MemoryLedger.Holdings before = MemoryLedger.now();

    @AfterEach
    void nothing_is_held() {
        assertEquals(before, MemoryLedger.now());
    }

    @Test
    void the_smallest_class_that_fits_serves_and_the_bound_holds() {
        try (BufferPool pool = new BufferPool(4096 + 512, 512, 4096)) {
            OwnedBuffer small = pool.acquire(1);
            assertEquals(512, small.size());
            OwnedBuffer large = pool.acquire(513);
            assertEquals(4096, large.size());
            assertEquals(0, large.view().address() % 4096);
            assertNull(pool.tryAcquire(512));
            assertThrows(IllegalStateException.class, () -> pool.acquire(512));
            assertThrows(IllegalArgumentException.class, () -> pool.acquire(4097));
            small.close();
            assertNotNull(pool.tryAcquire(512)).close();
            large.close();
            assertEquals(new BufferPool.Level(512, 0, 1), pool.levels().get(512L));
        }
    }

    private static OwnedBuffer assertNotNull(@Nullable OwnedBuffer it) {
        return Objects.requireNonNull(it);
    }

    @Test
    void a_pool_is_not_closed_under_its_buffers_and_a_closed_handle_is_dead() {
        BufferPool pool = new BufferPool(1024, 512);
        OwnedBuffer buffer = pool.acquire(512);
        IllegalStateException refusal = assertThrows(IllegalStateException.class, pool::close);
        assertTrue(refusal.toString().contains("1 buffers"), refusal::toString);
        buffer.close();
        OwnedBuffer next = pool.acquire(512);
        assertThrows(IllegalStateException.class, buffer::view);
        assertThrows(IllegalStateException.class, buffer::close);
        next.close();
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.acquire(1));
    }

    /// Four threads take, mark, look and give back: nobody ever sees another's mark.
    @Test
    void no_two_threads_ever_have_the_same_memory() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (BufferPool pool = new BufferPool(6 * 64, 64)) {
            List<Thread> threads = new ArrayList<>();
            for (int mark = 1; mark <= 4; mark++) {
                int mine = mark;
                threads.add(Thread.ofPlatform().start(() -> take(pool, mine, wrong, refused)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            BufferPool.Level level = Objects.requireNonNull(pool.levels().get(64L));
            assertEquals(0, level.used());
            assertTrue(level.free() <= 6);
        }
        assertEquals(0, wrong.get());
        assertTrue(refused.get() > 0, "the bound was never reached");
    }

    private static void take(
            BufferPool pool, int mine, AtomicInteger wrong, AtomicInteger refused) {
        for (int round = 0; round < 20_000; round++) {
            List<OwnedBuffer> taken = new ArrayList<>();
            for (int at = 0; at < 1 + ThreadLocalRandom.current().nextInt(3); at++) {
                OwnedBuffer buffer = pool.tryAcquire(64);
                if (buffer == null) {
                    refused.incrementAndGet();
                    continue;
                }
                buffer.view().set(JAVA_INT, 0, mine);
                taken.add(buffer);
            }
            for (OwnedBuffer buffer : taken) {
                if (buffer.view().get(JAVA_INT, 0) != mine) {
                    wrong.incrementAndGet();
                }
                buffer.close();
            }
        }
    }

    @Test
    void a_lost_buffer_is_found_with_the_place_it_was_made_at() {
        Leaks.detect(true);
        try (BufferPool pool = new BufferPool(1024, 512)) {
            lose(pool);
            List<Leaks.Leak> found = new ArrayList<>();
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (found.isEmpty() && System.nanoTime() < deadline) {
                System.gc();
                found.addAll(Leaks.drain());
            }
            assertEquals(1, found.size());
            List<StackTraceElement> site = List.of(found.getFirst().site().getStackTrace());
            assertTrue(site.stream().anyMatch(at -> at.getMethodName().equals("lose")));
        } finally {
            Leaks.detect(false);
        }
    }

    private static void lose(BufferPool pool) {
        assertEquals(512, pool.acquire(512).size());
    }
}
