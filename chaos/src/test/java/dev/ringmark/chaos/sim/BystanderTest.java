package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BystanderTest { // C-45

    private final PagePool pool = new PagePool();
    private final SimulatedKernel kernel =
            new SimulatedKernel(SimulatedKernel.Options.of(Profile.of("6.18"), 1), pool);
    private final Bystander bystander = new Bystander();

    @AfterEach
    void close() {
        bystander.close();
        kernel.close();
        pool.close();
    }

    @Test
    void it_calls_the_kernel_while_its_owner_is_inside_of_a_call() {
        List<Thread> threads = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        Runnable call =
                () -> {
                    threads.add(Thread.currentThread());
                    ids.add(kernel.calls().threadId());
                };
        call.run();
        kernel.schedule(Duration.ofNanos(1000), () -> bystander.run(kernel, call));
        kernel.run(Duration.ofNanos(2000));
        assertEquals(2, threads.size());
        assertNotSame(threads.get(0), threads.get(1));
        assertNotEquals(ids.get(0), ids.get(1));
    }

    @Test
    void what_it_throws_is_thrown_to_its_owner() {
        Runnable failing =
                () -> {
                    throw new IllegalStateException("on purpose");
                };
        RuntimeException thrown =
                assertThrows(IllegalStateException.class, () -> bystander.run(kernel, failing));
        assertEquals("on purpose", thrown.getMessage());
    }

    @Test
    void a_lock_that_the_sleeping_owner_holds_is_a_deadlock() {
        Object monitor = new Object();
        ReentrantLock lock = new ReentrantLock();
        List<String> done = new ArrayList<>();
        Runnable enters =
                () -> {
                    synchronized (monitor) {
                        done.add("monitor");
                    }
                };
        Runnable locks =
                () -> {
                    lock.lock();
                    try {
                        done.add("lock");
                    } finally {
                        lock.unlock();
                    }
                };
        synchronized (monitor) {
            String why = deadlock(enters);
            assertTrue(why.contains("java.lang.Object"), why);
        }
        bystander.settle();
        lock.lock();
        try {
            deadlock(locks);
        } finally {
            lock.unlock();
        }
        bystander.settle();
        assertEquals(List.of("monitor", "lock"), done);
    }

    private String deadlock(Runnable what) {
        return String.valueOf(
                assertThrows(DeadlockException.class, () -> bystander.run(kernel, what))
                        .getMessage());
    }
}
