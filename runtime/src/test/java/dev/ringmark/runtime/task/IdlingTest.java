package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdlingTest { // SPG-013

    private static final Duration MOST = Duration.ofMillis(1);
    private static final long MOST_NS = MOST.toNanos();

    private final Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(8));
    private final RunQueue queue = new RunQueue();

    @AfterEach
    void close() {
        driver.close(driver.now());
    }

    private Idling spinning() {
        return new Idling(driver, queue, Idle.spin(MOST), true);
    }

    @Test
    void only_a_thread_with_a_cpu_looks_before_it_sleeps() {
        assertTrue(spinning().isOn());
        assertFalse(new Idling(driver, queue, Idle.spin(MOST), false).isOn());
        assertFalse(new Idling(driver, queue, Idle.park(), true).isOn());
        assertTrue(new Idling(driver, queue, Idle.busyPoll(), false).isOn());
    }

    @Test
    void who_would_see_nothing_does_not_look() {
        HostNeeds.ring(RingOptions.entries(8).with(SetupFlag.COOP_TASKRUN));
        DriverOptions kept = DriverOptions.permits(8).with(SetupFlag.COOP_TASKRUN);
        Driver blind = Driver.open(Kernel.host(), kept);
        assertFalse(new Idling(blind, queue, Idle.spin(MOST), true).isOn());
        assertFalse(new Idling(blind, queue, Idle.busyPoll(), true).isOn());
        blind.close(blind.now());
    }

    @Test
    void it_looks_for_as_long_as_that_has_paid() {
        Idling idling = spinning();
        assertEquals(MOST_NS, idling.budgetNs());
        idling.slept(driver.now() - 1_000_000_000L);
        assertEquals(0, idling.budgetNs()); // and it does not look at all
        assertFalse(idling.spin(null, driver.now()));
        for (int times = 0; times < 64; times++) {
            idling.slept(driver.now()); // somebody came at once
        }
        assertTrue(idling.budgetNs() > 0 && idling.budgetNs() < MOST_NS, "" + idling.budgetNs());
    }

    @Test
    void it_ends_when_the_time_is_up() {
        Idling idling = spinning();
        while (driver.step(8) > 0) {
            assertTrue(driver.now() > 0);
        }
        assertFalse(idling.spin(null, driver.now()));
    }

    @Test
    void it_ends_at_once_when_something_comes() {
        Idling idling = spinning();
        driver.step(8);
        driver.wake();
        assertTrue(idling.spin(null, driver.now()));
        driver.execute(() -> {});
        assertTrue(idling.spin(null, driver.now()));
    }
}
