package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SignalsTest { // C-19 tier R, C-60 tier R, I-11, K13

    /// The JVM has a handler for it, and does nothing there.
    private static final int SIGPIPE = 13;

    private static final long EVERY_NS = 1_000_000;
    private static final int READS = 100;

    private final Kernel kernel = Kernel.host();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();

    /// Signals a thread every millisecond until the test is over.
    private Thread storm(int threadId) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            while (!isOver.get()) {
                                assertEquals(0, kernel.calls().signalThread(threadId, SIGPIPE));
                                sent.incrementAndGet();
                                LockSupport.parkNanos(EVERY_NS);
                            }
                        });
    }

    @Test
    void signals_end_waits_and_nothing_else() throws InterruptedException {
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        Thread storm = storm(kernel.calls().threadId());
        try (PipeRead read = new PipeRead()) {
            for (int round = 0; round < READS; round++) {
                read.events.clear();
                driver.start(read);
                driver.step(8);
                Thread writer =
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            LockSupport.parkNanos(EVERY_NS);
                                            read.write();
                                        });
                DriverTest.until(driver, () -> !read.isPending());
                writer.join();
                assertEquals(List.of("8", "released"), read.events); // never -EINTR
            }
        } finally {
            isOver.set(true);
        }
        storm.join();
        assertTrue(driver.counts().interrupted() > 0, driver.counts()::toString);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_deadline_is_neither_early_nor_pushed_back_by_signals() throws InterruptedException {
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        List<Long> fired = new ArrayList<>();
        long due = driver.now() + 100 * EVERY_NS;
        Timer timer =
                new Timer() {
                    @Override
                    protected void fired() {
                        fired.add(driver.now());
                    }

                    @Override
                    protected void abandoned(EndReason reason) {
                        throw new AssertionError(reason);
                    }
                };
        driver.schedule(timer, due);
        Thread storm = storm(kernel.calls().threadId());
        DriverTest.until(driver, () -> !fired.isEmpty());
        isOver.set(true);
        storm.join();
        assertTrue(fired.getFirst() >= due, "early");
        // Waits that began anew with each signal would not have ended before the signals did.
        assertTrue(sent.get() < 5_000, () -> sent + " signals");
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_process_that_was_stopped_goes_on_as_if_nothing_had_been()
            throws IOException, InterruptedException {
        ChildJvm.needs("kill", "-l");
        Process child = ChildJvm.start(List.of(), DriverWorkload.class);
        for (int at = 0; at < 10 && child.isAlive(); at++) {
            signal(child, "-STOP");
            child.waitFor(30, TimeUnit.MILLISECONDS);
            signal(child, "-CONT");
            child.waitFor(30, TimeUnit.MILLISECONDS);
        }
        byte[] output = child.getInputStream().readAllBytes();
        String said = new String(output, StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
        assertTrue(said.contains("failure none"), said);
    }

    private static void signal(Process child, String which)
            throws IOException, InterruptedException {
        String pid = Long.toString(child.pid());
        new ProcessBuilder("kill", which, pid).start().waitFor();
    }
}
