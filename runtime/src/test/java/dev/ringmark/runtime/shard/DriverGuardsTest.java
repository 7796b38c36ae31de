package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the driver does not let its callers do, and what its loop does not let happen to them.
class DriverGuardsTest {

    private static final long PATIENCE_NS = 10_000_000_000L;

    private final Faulty kernel = Faulty.over(Kernel.host());

    @Test
    void a_callback_can_neither_step_nor_sleep_nor_close() { // I-24
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        List<String> refused = new ArrayList<>();
        List<Runnable> calls =
                List.of(() -> driver.step(1), () -> driver.await(0), () -> driver.close(0));
        Runnable tryAll =
                () -> {
                    for (Runnable call : calls) {
                        Throwable why = assertThrows(IllegalStateException.class, call::run);
                        String said = String.valueOf(why.getMessage());
                        refused.add(said.substring(0, said.indexOf(' ')));
                    }
                };
        NopOperation nop =
                new NopOperation() {
                    @Override
                    protected void completed(int result, int flags, boolean isLast) {
                        tryAll.run();
                        super.completed(result, flags, isLast);
                    }
                };
        driver.start(nop);
        DriverTest.until(driver, () -> !nop.isPending());
        driver.execute(tryAll); // runs in the close
        DriverTest.assertClosesCleanly(driver);
        List<String> once = List.of("step", "await", "close");
        assertEquals(Stream.concat(once.stream(), once.stream()).toList(), refused);
        assertEquals(0, driver.counts().callbackFailures());
        assertThrows(IllegalStateException.class, () -> driver.step(1));
        driver.await(Driver.NEVER); // returns at once
    }

    @Test
    void a_fatal_error_within_the_close_is_kept_too() { // C-13 tier R, I-14, NORN-08
        Driver driver = Driver.open(kernel, DriverOptions.permits(2));
        try (PipeRead read = new PipeRead()) {
            driver.start(read);
            driver.step(8);
            kernel.when(attempt -> attempt.call() == Call.REGISTER, 1, Fault.errno(Errno.EINVAL));
            kernel.when(attempt -> attempt.call() == Call.ENTER, 1, Fault.errno(Errno.EBADR));
            assertNull(driver.failure());
            CloseReport report = driver.close(driver.now() + 50_000_000L);
            Failure failure = driver.failure();
            assertNotNull(failure);
            assertEquals(Errno.EBADR.negative(), failure.result());
            assertEquals(1, report.quarantined());
            read.write();
            QuarantineTest.awaitEmpty(kernel);
            assertEquals(List.of("QUARANTINED", "released"), read.events);
        }
    }

    /// The loop of the class comment sleeps after every step, also when that step has just made
    /// room for who waits.
    @Test
    void the_documented_loop_serves_everyone_who_waits() { // C-09 tier R, I-16
        Driver driver = Driver.open(kernel, DriverOptions.permits(1).withWaitersMax(100));
        List<NopOperation> operations = Stream.generate(NopOperation::new).limit(101).toList();
        operations.forEach(each -> assertTrue(driver.startBy(each, Driver.NEVER).isTaken()));
        loop(driver, operations);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_cancel_between_step_and_sleep_is_handed_over_first() { // C-47, I-07
        Driver driver = Driver.open(kernel, DriverOptions.permits(1));
        try (PipeRead read = new PipeRead()) {
            driver.start(read);
            driver.step(8);
            assertTrue(driver.cancel(read));
            driver.await(driver.now() + PATIENCE_NS);
            loop(driver, List.of(read));
            assertEquals(List.of("-ECANCELED", "released"), read.events);
        }
        DriverTest.assertClosesCleanly(driver);
    }

    private static void loop(Driver driver, List<? extends Operation> operations) {
        long patience = driver.now() + PATIENCE_NS;
        while (operations.stream().anyMatch(Operation::isPending)) {
            assertTrue(driver.now() < patience, () -> "asleep: " + driver.counts());
            driver.step(1024);
            if (operations.stream().anyMatch(Operation::isPending)) {
                driver.await(patience);
            }
        }
    }
}
