package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageWakeTest { // I-07, C-51 tier R, C-61 tier R

    private static final int WAKES = 2_000;
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final DriverOptions PLAIN = DriverOptions.permits(4).withWake(WakeKind.MESSAGE);

    static Stream<DriverOptions> modes() {
        return Stream.of(
                PLAIN,
                PLAIN.withSqEntries(1),
                PLAIN.with(SetupFlag.COOP_TASKRUN, SetupFlag.TASKRUN_FLAG),
                PLAIN.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN));
    }

    private static void needsMessages() {
        Assumptions.assumeTrue(
                Features.of(Kernel.host()).supports(RegisterOp.SEND_MSG_RING),
                () -> "this kernel (" + Kernel.host().release() + ") has no SEND_MSG_RING");
    }

    /// Each task is given when the one before has run, so the loop sleeps in between.
    @ParameterizedTest
    @MethodSource("modes")
    void no_message_is_lost(DriverOptions options) throws InterruptedException {
        needsMessages();
        HostNeeds.ring(options.ring());
        Driver driver = Driver.open(Kernel.host(), options);
        AtomicInteger ran = new AtomicInteger();
        Thread waker = Thread.ofPlatform().start(() -> wakeOneByOne(driver, ran));
        DriverTest.until(driver, () -> ran.get() == WAKES);
        waker.join();
        assertEquals(0, driver.counts().wakeArms(), "no poll is needed");
        assertEquals(0, driver.counts().foreign());
        assertTrue(driver.counts().wakes() > 1, driver.counts()::toString);
        DriverTest.assertClosesCleanly(driver);
        assertFalse(driver.wake());
    }

    private static void wakeOneByOne(Driver driver, AtomicInteger ran) {
        for (int at = 1; at <= WAKES; at++) {
            driver.execute(ran::incrementAndGet);
            while (ran.get() < at) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void where_the_kernel_has_no_messages_an_eventfd_serves() throws InterruptedException {
        Kernel masked = Masked.hiding(Kernel.host(), RegisterOp.SEND_MSG_RING);
        Driver driver = Driver.open(masked, PLAIN);
        AtomicInteger ran = new AtomicInteger();
        Thread waker = Thread.ofPlatform().start(() -> wakeOneByOne(driver, ran));
        DriverTest.until(driver, () -> ran.get() == WAKES);
        waker.join();
        assertTrue(driver.counts().wakeArms() > 0);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_loop_does_not_sleep_before_its_own_message_has_come_back() { // I-07
        needsMessages();
        Faulty kernel = Faulty.over(Kernel.host());
        // The message is said to be sent, and is not.
        kernel.when(attempt -> attempt.call() == Call.REGISTER, 1, Fault.zero());
        Driver driver = Driver.open(kernel, PLAIN);
        driver.step(8);
        driver.await(Driver.NEVER);
        assertEquals(0, driver.counts().waits());
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_message_refused_for_want_of_memory_is_sent_again() throws InterruptedException {
        needsMessages();
        Faulty kernel = Faulty.over(Kernel.host());
        Driver driver = Driver.open(kernel, PLAIN);
        DriverTest.until(driver, () -> driver.counts().wakes() == 1);
        kernel.when(attempt -> attempt.call() == Call.REGISTER, 5, Fault.errno(Errno.ENOMEM));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        Thread waker =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (kernel.remaining() > 0) { // nobody wakes who is awake
                                        asked.incrementAndGet();
                                        driver.execute(ran::incrementAndGet);
                                        LockSupport.parkNanos(1_000_000);
                                    }
                                });
        DriverTest.until(driver, () -> kernel.remaining() == 0);
        waker.join();
        DriverTest.until(driver, () -> ran.get() == asked.get());
        DriverTest.assertClosesCleanly(driver);
    }

    /// A task goes to and fro between two rings, each asleep while the other has it.
    @ParameterizedTest
    @MethodSource("modes")
    void one_ring_wakes_another(DriverOptions options) throws InterruptedException { // C-51 tier R
        needsMessages();
        HostNeeds.ring(options.ring());
        AtomicReference<Driver> there = new AtomicReference<>();
        AtomicInteger ran = new AtomicInteger();
        Thread other =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    Driver driver = Driver.open(Kernel.host(), options);
                                    there.set(driver);
                                    DriverTest.until(driver, () -> ran.get() >= WAKES);
                                    DriverTest.assertClosesCleanly(driver);
                                });
        Driver here = Driver.open(Kernel.host(), options);
        while (there.get() == null) {
            Thread.onSpinWait();
        }
        long deadline = here.now() + PATIENCE_NS;
        while (ran.get() < WAKES) {
            assertTrue(here.now() < deadline, () -> ran + " " + here.counts());
            int before = ran.get();
            assertTrue(
                    there.get()
                            .executeFrom(
                                    here,
                                    () -> {
                                        ran.incrementAndGet();
                                        here.wake();
                                    }));
            while (ran.get() == before) {
                if (here.step(8) == 0 && ran.get() == before) {
                    here.await(deadline);
                }
            }
        }
        other.join();
        DriverTest.assertClosesCleanly(here);
        assertTrue(here.counts().signals() > 0, here.counts()::toString);
    }
}
