package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SidecarTest { // UM-20, UM-21, UM-22, UM-23, C-45 tier R

    private static final int ROUNDS = 1_000;

    private final Semaphore ready = new Semaphore(0);
    private final Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(8));
    private final Sidecar sidecar = driver.sidecar(ready::release);

    private void turn(long deadline) {
        do {
            driver.step(64);
        } while (!sidecar.watch(deadline));
    }

    private void awaitReady() throws InterruptedException {
        assertTrue(ready.tryAcquire(10, TimeUnit.SECONDS), () -> "lost: " + driver.counts());
    }

    @Test
    void the_owner_never_waits_in_the_kernel() throws InterruptedException {
        try (PipeRead read = new PipeRead()) {
            for (int round = 0; round < ROUNDS; round++) {
                read.events.clear();
                driver.start(read);
                turn(Driver.NEVER);
                Thread writer = Thread.ofVirtual().start(read::write);
                while (read.isPending()) {
                    awaitReady();
                    turn(Driver.NEVER);
                }
                writer.join();
                assertEquals(List.of("8", "released"), read.events);
            }
        }
        assertEquals(0, driver.counts().waits());
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void tasks_of_other_threads_end_the_watch() throws InterruptedException { // SPG-054
        AtomicInteger ran = new AtomicInteger();
        for (int round = 1; round <= ROUNDS; round++) {
            turn(Driver.NEVER);
            Thread.ofVirtual().start(() -> driver.execute(ran::incrementAndGet));
            while (ran.get() < round) {
                awaitReady();
                turn(Driver.NEVER);
            }
        }
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void timers_and_earlier_deadlines_end_the_watch() throws InterruptedException { // C-46 tier R
        List<String> events = new ArrayList<>();
        Timer timer =
                new Timer() {
                    @Override
                    protected void fired() {
                        events.add("fired");
                    }

                    @Override
                    protected void abandoned(EndReason reason) {
                        events.add(reason.name());
                    }
                };
        turn(Driver.NEVER); // a wait without an end
        driver.schedule(timer, driver.now() + 2_000_000);
        turn(Driver.NEVER); // this watch has an earlier one
        while (events.isEmpty()) {
            awaitReady();
            turn(Driver.NEVER);
        }
        assertEquals(List.of("fired"), events);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void the_driver_takes_it_along() {
        turn(Driver.NEVER);
        assertThrows(IllegalStateException.class, () -> driver.sidecar(() -> {}));
        DriverTest.assertClosesCleanly(driver);
        assertThrows(IllegalStateException.class, () -> sidecar.watch(0));
        sidecar.close();
        assertFalse(sidecar.hasThrown());
    }

    @Test
    void a_ring_of_a_single_issuer_is_refused() { // K7
        DriverTest.assertClosesCleanly(driver);
        DriverOptions single = DriverOptions.permits(1).with(SetupFlag.SINGLE_ISSUER);
        Driver other = Driver.open(Kernel.host(), single);
        assertThrows(IllegalStateException.class, () -> other.sidecar(() -> {}));
        DriverTest.assertClosesCleanly(other);
    }
}
