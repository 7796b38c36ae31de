package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest { // I-11, NORN-16

    private static final class Noted extends Timer {
        final List<String> events = new ArrayList<>();

        @Override
        protected void fired() {
            events.add("fired");
        }

        @Override
        protected void abandoned(EndReason reason) {
            events.add(reason.name());
        }
    }

    @Test
    void a_hundred_thousand_random_steps_agree_with_a_plain_list() { // C-46
        Random random = new Random(0x71);
        Timers timers = new Timers();
        List<Noted> set = new ArrayList<>();
        for (int step = 0; step < 100_000; step++) {
            int dice = random.nextInt(4);
            if (dice == 0 && set.size() < 60) {
                Noted timer = new Noted();
                set.add(timer);
                timers.schedule(timer, random.nextInt(1000));
            } else if (dice == 1 && !set.isEmpty()) {
                timers.schedule(set.get(random.nextInt(set.size())), random.nextInt(1000));
            } else if (dice == 2 && !set.isEmpty()) {
                Noted timer = set.remove(random.nextInt(set.size()));
                assertTrue(timers.cancel(timer));
                assertFalse(timers.cancel(timer));
            } else {
                long now = random.nextInt(1000);
                long least = set.stream().mapToLong(t -> t.deadline).min().orElse(Deadline.NEVER);
                assertEquals(least, timers.earliest());
                Timer due = timers.expired(now);
                if (least > now) {
                    assertNull(due);
                } else {
                    assertNotNull(due);
                    assertEquals(least, due.deadline);
                    assertTrue(set.removeIf(timer -> timer == due));
                }
            }
            assertEquals(set.size(), timers.size());
        }
    }

    @Test
    void a_timer_fires_once_and_not_early() { // C-06, C-19
        Faulty kernel = Faulty.over(Kernel.host());
        kernel.when(attempt -> attempt.call() == Call.ENTER, 20, Fault.errno(Errno.EINTR));
        Driver driver = Driver.open(kernel, DriverOptions.permits(1));
        Noted timer = new Noted();
        long deadline = driver.now() + 5_000_000;
        assertTrue(driver.schedule(timer, deadline));
        assertEquals(deadline, driver.nextDeadline());
        DriverTest.until(driver, () -> !timer.events.isEmpty());
        assertTrue(driver.now() - deadline >= 0);
        assertEquals(List.of("fired"), timer.events);
        DriverTest.assertClosesCleanly(driver);
        assertEquals(List.of("fired"), timer.events);
    }

    @Test
    void a_timer_ends_with_its_driver() { // C-31
        Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(1));
        Noted kept = new Noted();
        Noted taken = new Noted();
        driver.schedule(kept, Driver.NEVER - 1);
        driver.schedule(taken, driver.now());
        assertTrue(driver.unschedule(taken));
        DriverTest.assertClosesCleanly(driver);
        assertEquals(List.of("CLOSING"), kept.events);
        assertEquals(List.of(), taken.events);
        assertFalse(driver.schedule(kept, 0));
    }
}
