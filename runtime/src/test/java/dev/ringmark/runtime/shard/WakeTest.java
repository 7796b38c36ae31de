package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shard.WakeGate.Duty;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WakeTest { // I-07, NORN-03, NORN-04

    /// `-Dwakes=100000` for the figure.
    private static final int WAKES = Integer.getInteger("wakes", 2_000);

    private final WakeGate gate = new WakeGate();

    @Test
    void a_request_while_the_loop_runs_is_latched_and_costs_no_bell() { // C-02
        assertEquals(Duty.NONE, gate.request());
        assertEquals(Duty.NONE, gate.request());
        assertFalse(gate.park(), "the loop has to look first");
        assertTrue(gate.park());
    }

    @Test
    void only_the_first_request_of_a_sleep_rings() {
        assertTrue(gate.park());
        assertEquals(Duty.RING, gate.request());
        assertEquals(Duty.NONE, gate.request());
        gate.unpark();
        assertFalse(gate.left());
        assertTrue(gate.park());
        assertEquals(Duty.RING, gate.request());
    }

    @Test
    void the_last_to_leave_takes_the_bell_away() { // C-04, I-12
        assertTrue(gate.park());
        assertEquals(Duty.RING, gate.request());
        gate.unpark();
        assertTrue(gate.park());
        assertEquals(Duty.RING, gate.request());
        assertFalse(gate.close(), "two are ringing");
        assertEquals(Duty.TOO_LATE, gate.request());
        assertFalse(gate.left());
        assertTrue(gate.left());
    }

    @Test
    void without_ringers_the_closer_takes_the_bell_away() {
        assertEquals(Duty.NONE, gate.request());
        assertTrue(gate.close());
        assertEquals(Duty.TOO_LATE, gate.request());
    }

    /// Each task is given when the one before has run, so the loop sleeps in between.
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void no_wake_is_lost_on_a_queue_of(int sqEntries) throws InterruptedException { // SPG-054
        // C-01 tier R, C-45 tier R
        DriverOptions options = DriverOptions.permits(4).withSqEntries(sqEntries);
        Driver driver = Driver.open(Kernel.host(), options);
        AtomicInteger ran = new AtomicInteger();
        Thread waker =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int at = 1; at <= WAKES; at++) {
                                        driver.execute(ran::incrementAndGet);
                                        while (ran.get() < at) {
                                            Thread.onSpinWait();
                                        }
                                    }
                                });
        // Any operation under way keeps the SQ in use, so the poll has to find room.
        NopOperation busy = new NopOperation();
        while (ran.get() < WAKES) {
            if (!busy.isPending()) {
                busy.events.clear();
                driver.start(busy);
            }
            if (driver.step(64) == 0) {
                driver.await(driver.now() + 10_000_000_000L);
            }
        }
        waker.join();
        assertEquals(WAKES, ran.get());
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_sleep_is_refused_while_the_poll_of_the_bell_is_not_in_the_kernel() {
        // C-01 tier R, NORN-17
        Faulty kernel = Faulty.over(Kernel.host());
        kernel.when(attempt -> attempt.call() == Call.ENTER, 50, Fault.errno(Errno.EBUSY));
        Driver driver = Driver.open(kernel, DriverOptions.permits(1).withSqEntries(1));
        for (int turn = 0; turn < 10; turn++) {
            driver.step(8);
            driver.await(Driver.NEVER); // would never return
        }
        assertEquals(0, driver.counts().waits());
        DriverTest.until(driver, () -> kernel.remaining() == 0);
        AtomicInteger ran = new AtomicInteger();
        Thread.ofPlatform().start(() -> driver.execute(ran::incrementAndGet));
        DriverTest.until(driver, () -> ran.get() == 1);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void an_idle_loop_enters_once_per_wake() throws InterruptedException { // C-07 tier R, I-08
        Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(1));
        driver.step(8);
        AtomicInteger ran = new AtomicInteger();
        for (int wakes = 1; wakes <= 100; wakes++) {
            int expected = wakes;
            Thread waker = Thread.ofPlatform().start(() -> driver.execute(ran::incrementAndGet));
            DriverTest.until(driver, () -> ran.get() == expected);
            waker.join();
        }
        long enters = driver.counts().enters();
        assertTrue(enters <= 100 * 3 + 10, () -> driver.counts().toString());
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void wakers_may_hammer_while_the_driver_closes() throws InterruptedException { // C-04 tier R
        for (int round = 0; round < 50; round++) {
            Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(4));
            List<Thread> wakers = new ArrayList<>();
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger ran = new AtomicInteger();
            for (int at = 0; at < 2; at++) {
                Runnable hammer =
                        () -> {
                            while (driver.execute(ran::incrementAndGet)) {
                                taken.incrementAndGet();
                            }
                        };
                wakers.add(Thread.ofPlatform().start(hammer));
            }
            driver.step(64);
            driver.await(driver.now() + 1_000_000);
            DriverTest.assertClosesCleanly(driver);
            for (Thread waker : wakers) {
                waker.join();
            }
            assertEquals(taken.get(), ran.get(), "tasks that were taken and did not run");
        }
    }
}
