package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverTest {

    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final List<String> DONE = List.of("0", "released");
    private static final List<String> CANCELLED = List.of("-ECANCELED", "released");

    private final Faulty kernel = Faulty.over(Kernel.host());

    static Stream<DriverOptions> modes() {
        return Stream.of(1, 2, 8)
                .map(size -> DriverOptions.permits(64).withSqEntries(size))
                .flatMap(
                        plain ->
                                Stream.of(
                                        plain,
                                        plain.with(SetupFlag.SQPOLL),
                                        plain.with(SetupFlag.COOP_TASKRUN, SetupFlag.TASKRUN_FLAG),
                                        plain.with(
                                                SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN)));
    }

    /// Steps and sleeps until something is so, which it must be in time.
    static void until(Driver driver, BooleanSupplier isSo) {
        long deadline = driver.now() + PATIENCE_NS;
        while (!isSo.getAsBoolean()) {
            assertTrue(driver.now() < deadline, () -> "not in time: " + driver.counts());
            if (driver.step(64) == 0 && !isSo.getAsBoolean()) {
                driver.await(deadline);
            }
        }
    }

    static void assertClosesCleanly(Driver driver) {
        CloseReport report = driver.close(driver.now() + PATIENCE_NS);
        assertEquals(0, report.quarantined());
        assertEquals(driver.counts().accepted(), driver.counts().ended()); // I-02
        assertEquals(0, driver.inFlight());
    }

    private static List<NopOperation> start(Driver driver, int count) {
        List<NopOperation> operations = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            NopOperation operation = new NopOperation();
            assertEquals(Admission.ACCEPTED, driver.start(operation));
            operations.add(operation);
        }
        return operations;
    }

    private static void assertAll(List<String> events, List<? extends NopOperation> operations) {
        operations.forEach(operation -> assertEquals(events, operation.events));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void as_many_operations_as_permits_end_on_any_queue_size(DriverOptions options) {
        // C-05 tier R, C-12 tier R
        HostNeeds.ring(options.ring());
        Driver driver = Driver.open(Kernel.host(), options);
        for (int round = 0; round < 3; round++) {
            List<NopOperation> operations = start(driver, 64);
            assertEquals(Admission.FULL, driver.start(new NopOperation())); // I-06
            until(driver, () -> driver.inFlight() == 0);
            assertAll(DONE, operations);
        }
        assertClosesCleanly(driver);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void a_close_cancels_what_is_under_way(DriverOptions options) { // C-28 tier R, C-31, I-09, I-10
        HostNeeds.ring(options.ring());
        Driver driver = Driver.open(Kernel.host(), options);
        try (PipeRead first = new PipeRead();
                PipeRead second = new PipeRead()) {
            driver.start(first);
            until(driver, () -> first.stage == Operation.Stage.IN_RING);
            driver.start(second);
            assertClosesCleanly(driver);
            assertEquals(CANCELLED, first.events);
            // Where the SQ had no room for it yet, the kernel never knew of the second.
            assertTrue(
                    second.events.equals(CANCELLED)
                            || second.events.equals(List.of("CLOSING", "released")),
                    second.events::toString);
        }
    }

    @Test
    void more_cancels_than_the_queue_holds_all_arrive() { // C-10 tier R
        Driver driver = Driver.open(kernel, DriverOptions.permits(40).withSqEntries(2));
        List<PipeRead> reads = Stream.generate(PipeRead::new).limit(40).toList();
        reads.forEach(driver::start);
        driver.step(1000);
        kernel.when(attempt -> attempt.call() == Call.ENTER, 7, Fault.errno(Errno.EBUSY));
        reads.forEach(read -> assertTrue(driver.cancel(read)));
        until(driver, () -> driver.inFlight() == 0);
        assertEquals(0, kernel.remaining());
        reads.forEach(PipeRead::close);
        reads.forEach(read -> assertTrue(read.events.contains("released")));
        assertClosesCleanly(driver);
    }

    @Test
    void a_cancel_of_a_link_that_has_not_begun_reaches_it() { // C-24 tier R, I-21
        Driver driver = Driver.open(kernel, DriverOptions.permits(4).withSqEntries(4));
        try (PipeRead first = new PipeRead();
                PipeRead second = new PipeRead()) {
            Operation[] chain = {first, second};
            driver.startChain(chain, new SqeFlag[] {SqeFlag.IO_LINK});
            driver.step(64);
            assertTrue(driver.cancel(second));
            driver.step(64); // -ENOENT: the kernel does not look for it there
            assertEquals(List.of(), second.events);
            first.write();
            until(driver, () -> driver.inFlight() == 0);
            assertEquals(List.of("8", "released"), first.events);
            assertEquals(CANCELLED, second.events);
            assertClosesCleanly(driver);
        }
    }

    @Test
    void a_cancel_that_the_kernel_forgets_is_sent_again() { // C-24 tier R, I-21
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        for (int round = 0; round < 3_000; round++) {
            try (PipeRead read = new PipeRead(SqeFlag.ASYNC)) {
                driver.start(read);
                driver.step(64);
                long until = driver.now() + (round % 30) * 100L; // a worker tries, then polls
                while (driver.now() < until) {
                    Thread.onSpinWait();
                }
                driver.cancel(read);
                until(driver, () -> driver.inFlight() == 0);
            }
        }
        assertClosesCleanly(driver);
    }

    @ParameterizedTest
    @EnumSource(names = {"EBUSY", "EAGAIN", "EINTR", "ENOMEM"})
    void a_long_streak_of_refusals_loses_nothing(Errno errno) { // C-13 tier R, NORN-06, NORN-18
        Driver driver = Driver.open(kernel, DriverOptions.permits(16).withSqEntries(4));
        kernel.when(attempt -> attempt.call() == Call.ENTER, 1000, Fault.errno(errno));
        List<NopOperation> operations = start(driver, 16);
        until(driver, () -> driver.inFlight() == 0);
        assertEquals(0, kernel.remaining());
        assertAll(DONE, operations);
        kernel.when(attempt -> attempt.call() == Call.ENTER, 20, Fault.errno(errno));
        assertClosesCleanly(driver);
        assertEquals(0, kernel.remaining());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void a_short_submit_at_each_enter_loses_nothing(int enter) { // C-14, I-15
        for (int taken = 0; taken < 4; taken++) {
            Faulty faulty = Faulty.over(Kernel.host());
            faulty.at(Call.ENTER, enter + 1, Fault.shortSubmit(taken));
            Driver driver = Driver.open(faulty, DriverOptions.permits(16).withSqEntries(4));
            List<NopOperation> operations = start(driver, 16);
            until(driver, () -> driver.inFlight() == 0);
            assertAll(DONE, operations);
            assertClosesCleanly(driver);
        }
    }

    @Test
    void a_fatal_error_fails_everybody_at_once_and_is_kept() { // C-57, I-14, NORN-08, NORN-10
        Driver driver = Driver.open(kernel, DriverOptions.permits(2));
        try (PipeRead read = new PipeRead()) {
            driver.start(read);
            driver.step(8);
            NopOperation waiting = new NopOperation();
            driver.start(new NopOperation());
            assertEquals(Admission.WAITING, driver.startBy(waiting, Driver.NEVER));
            kernel.when(attempt -> attempt.call() == Call.ENTER, 1, Fault.errno(Errno.EBADR));
            driver.step(8);
            assertEquals(List.of("FAILED"), read.events);
            assertEquals(List.of("FAILED", "released"), waiting.events);
            Failure failure = driver.failure();
            assertNotNull(failure);
            assertEquals(Errno.EBADR.negative(), failure.result());
            assertEquals(Admission.FAILED, driver.start(new NopOperation()));
            driver.await(Driver.NEVER); // does not sleep
            assertClosesCleanly(driver);
            assertEquals(List.of("FAILED", "released"), read.events);
        }
    }

    @Test
    void who_waits_for_a_permit_gets_one_or_its_deadline() { // I-06
        Driver driver = Driver.open(kernel, DriverOptions.permits(1).withWaitersMax(2));
        try (PipeRead read = new PipeRead()) {
            NopOperation patient = new NopOperation();
            NopOperation hasty = new NopOperation();
            driver.start(read);
            assertEquals(Admission.WAITING, driver.startBy(hasty, driver.now() + 1_000_000));
            assertEquals(Admission.WAITING, driver.startBy(patient, Driver.NEVER));
            until(driver, () -> !hasty.isPending());
            assertEquals(List.of("QUEUE_TIMEOUT", "released"), hasty.events);
            assertEquals(List.of(), patient.events);
            read.write();
            until(driver, () -> !patient.isPending());
            assertEquals(List.of("8", "released"), read.events);
            assertEquals(DONE, patient.events);
            assertClosesCleanly(driver);
        }
    }

    @Test
    void stale_and_forged_completions_are_counted_and_ignored() { // C-16, C-24 tier R, I-05
        Driver driver = Driver.open(kernel, DriverOptions.permits(8));
        int fd = driver.ring().fd();
        NopOperation first = new NopOperation();
        driver.start(first);
        long stale = first.userData;
        until(driver, () -> !first.isPending());
        for (long forged : new long[] {stale, stale, -1L, 0x77L}) {
            NopOperation message =
                    new NopOperation() {
                        @Override
                        protected void prepare(Sqe sqe) {
                            sqe.prepare(Opcode.MSG_RING, fd, 0, 5, forged);
                        }
                    };
            driver.start(message);
            until(driver, () -> !message.isPending());
        }
        until(driver, () -> driver.counts().stale() + driver.counts().foreign() == 4);
        assertEquals(2, driver.counts().stale());
        assertEquals(DONE, first.events);
        assertClosesCleanly(driver);
    }

    @Test
    void a_callback_that_throws_is_its_own_affair() { // C-62, I-24, C-66
        Driver driver = Driver.open(kernel, DriverOptions.permits(8));
        NopOperation thrower =
                new NopOperation() {
                    @Override
                    protected void completed(int result, int flags, boolean isLast) {
                        throw new IllegalStateException("thrown on purpose");
                    }
                };
        NopOperation unprepared =
                new NopOperation() {
                    @Override
                    protected void prepare(Sqe sqe) {
                        throw new IllegalStateException("not prepared on purpose");
                    }
                };
        NopOperation sound = new NopOperation();
        driver.start(thrower);
        driver.start(unprepared);
        driver.start(sound);
        until(driver, () -> driver.inFlight() == 0);
        assertEquals(List.of("released"), thrower.events);
        assertEquals(List.of("UNPREPARED", "released"), unprepared.events);
        assertEquals(DONE, sound.events);
        assertEquals(2, driver.counts().callbackFailures());
        assertClosesCleanly(driver);
    }

    @Test
    void a_driver_belongs_to_its_platform_thread() throws InterruptedException {
        // C-41 tier R, I-20
        Driver driver = Driver.open(kernel, DriverOptions.permits(1));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = Thread.ofPlatform().start(() -> thrown.set(thrownBy(() -> driver.step(1))));
        other.join();
        assertTrue(thrown.get() instanceof IllegalStateException);
        Thread virtual =
                Thread.startVirtualThread(
                        () ->
                                thrown.set(
                                        thrownBy(
                                                () ->
                                                        Driver.open(
                                                                kernel,
                                                                DriverOptions.permits(1)))));
        virtual.join();
        assertTrue(String.valueOf(thrown.get()).contains("platform thread"));
        assertClosesCleanly(driver);
        assertThrows(IllegalStateException.class, () -> driver.close(0));
        assertFalse(driver.wake());
        assertFalse(driver.execute(() -> {}));
        assertEquals(Admission.CLOSING, driver.start(new NopOperation()));
    }

    private static Throwable thrownBy(Runnable code) {
        return assertThrows(RuntimeException.class, code::run);
    }

    @Test
    void what_does_not_end_by_the_deadline_is_quarantined_until_it_does() { // C-30, I-04, I-09
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        try (PipeRead read = new PipeRead()) {
            driver.start(read);
            driver.step(8);
            kernel.when(attempt -> attempt.call() == Call.REGISTER, 1, Fault.errno(Errno.EINVAL));
            kernel.when(
                    attempt -> attempt.call() == Call.ENTER && attempt.count() > 0,
                    Integer.MAX_VALUE,
                    Fault.errno(Errno.EBUSY));
            NopOperation unseen = new NopOperation();
            driver.start(unseen);
            long deadline = driver.now() + 50_000_000L;
            CloseReport report = driver.close(deadline);
            assertTrue(driver.now() - deadline < PATIENCE_NS);
            assertEquals(new CloseReport(1, false), report);
            assertEquals(List.of("QUARANTINED"), read.events);
            // Published, but never taken: nobody would ever submit it, so it must not wait.
            assertEquals(List.of("CLOSING", "released"), unseen.events);
            assertTrue(Quarantine.size() >= 1);
            assertTrue(read.isPending());
            read.write();
            long patience = System.nanoTime() + PATIENCE_NS;
            while (Quarantine.reap(kernel) > 0) {
                assertTrue(System.nanoTime() < patience);
                Thread.onSpinWait();
            }
            assertEquals(List.of("QUARANTINED", "released"), read.events);
        }
    }

    @Test
    void a_close_at_once_after_the_open_works_and_leaves_nothing() { // C-03 tier R, C-67 tier R
        int before = openFds();
        for (int round = 0; round < 200; round++) {
            Driver driver = Driver.open(kernel, DriverOptions.permits(4));
            driver.wake();
            assertClosesCleanly(driver);
        }
        assertEquals(before, openFds()); // I-12
    }

    private static int openFds() {
        String[] names = new File("/proc/self/fd").list();
        assertNotNull(names);
        return names.length;
    }

    @Test
    void no_failure_is_reported_where_there_was_none() {
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        start(driver, 4);
        until(driver, () -> driver.inFlight() == 0);
        assertNull(driver.failure());
        assertNull(driver.firstCallbackFailure());
        assertClosesCleanly(driver);
    }
}
