package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A task that waits for a thread's end lets the loop's others run.
@Timeout(60)
class ThreadJoinTest { // UM-45

    private interface Waiting {
        void forThread(Thread thread) throws InterruptedException;
    }

    private static final List<Waiting> WAYS =
            List.of(Thread::join, thread -> assertTrue(thread.join(Loops.PATIENCE)));

    /// The thread ends only when another task of the loop has asked it to.
    private static void joined(Loop loop, Thread.Builder builder, Waiting way) {
        CountDownLatch asked = new CountDownLatch(1);
        Thread thread =
                builder.start(
                        () -> {
                            try {
                                asked.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });
        Task<Boolean> waits =
                loop.fork(
                        () -> {
                            way.forThread(thread);
                            return thread.isAlive();
                        });
        loop.fork(
                        () -> {
                            Task.snooze();
                            assertFalse(waits.isDone());
                            asked.countDown();
                            return "";
                        })
                .join(Loops.PATIENCE);
        assertFalse(waits.join(Loops.PATIENCE));
    }

    @Test
    void of_both_kinds_while_others_run() {
        try (Loop loop = Loops.start()) {
            for (Waiting way : WAYS) {
                joined(loop, Thread.ofPlatform(), way);
                joined(loop, Thread.ofVirtual(), way);
            }
        }
    }

    @Test
    void a_wait_that_is_over_says_that_the_thread_lives() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> assertEnds(end));
        try (Loop loop = Loops.start()) {
            assertFalse(loop.fork(() -> thread.join(Duration.ofMillis(5))).join(Loops.PATIENCE));
            Task<Integer> interrupted =
                    loop.fork(
                            () -> {
                                Thread.currentThread().interrupt();
                                assertThrows(InterruptedException.class, thread::join);
                                return 1;
                            });
            assertEquals(1, interrupted.join(Loops.PATIENCE));
            assertTrue(thread.isAlive());
        } finally {
            end.countDown();
            thread.join();
        }
    }

    private static void assertEnds(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
