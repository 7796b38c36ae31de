package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultishotTest { // I-18

    private final Kernel kernel = Kernel.host();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocate(8);
    private final int fd = kernel.calls().eventFd(0, 0);

    private final class Poll extends Multishot {
        final List<String> events = new ArrayList<>();

        Poll(int credit) {
            super(credit);
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.POLL_ADD, fd, 0, PollFlag.ADD_MULTI.bits(), 0).operationFlags(1);
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            events.add(result + (isLast ? "" : "+more"));
        }

        @Override
        protected void abandoned(EndReason reason) {
            events.add(reason.name());
        }
    }

    @AfterEach
    void close() {
        kernel.calls().close(fd);
        arena.close();
    }

    private void write() {
        one.set(JAVA_LONG, 0, 1);
        assertEquals(8, kernel.calls().write(fd, one));
    }

    @Test
    void a_multishot_that_overflow_ended_goes_on() { // C-11 tier R, C-17 tier R, C-38 tier R, K12
        Driver driver = Driver.open(kernel, DriverOptions.permits(1));
        Poll poll = new Poll(1000);
        driver.start(poll);
        driver.step(64);
        int writes = driver.ring().cqEntries() + 20;
        for (int at = 0; at < writes; at++) {
            write();
        }
        DriverTest.until(driver, () -> driver.counts().rearmed() > 0);
        int before = poll.events.size();
        write();
        DriverTest.until(driver, () -> poll.events.size() > before);
        assertTrue(poll.events.stream().allMatch("1+more"::equals), poll.events::toString);
        assertTrue(driver.cancel(poll));
        DriverTest.until(driver, () -> !poll.isPending());
        assertEquals("-125", poll.events.getLast());
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void without_credit_it_leaves_the_kernel_and_returns_with_some() { // I-06
        Driver driver = Driver.open(kernel, DriverOptions.permits(1));
        Poll poll = new Poll(2);
        driver.start(poll);
        driver.step(64);
        for (int at = 1; at <= 2; at++) {
            int expected = at;
            write();
            DriverTest.until(driver, () -> poll.events.size() == expected);
        }
        DriverTest.until(driver, () -> driver.counts().paused() == 1);
        assertEquals(0, poll.credit());
        write();
        driver.step(64);
        assertEquals(2, poll.events.size());
        driver.grant(poll, 5); // the fd is readable, so this completes at once
        DriverTest.until(driver, () -> poll.events.size() == 3);
        assertEquals(4, poll.credit());
        assertThrows(IllegalArgumentException.class, () -> driver.grant(poll, 0));
        DriverTest.assertClosesCleanly(driver);
        assertEquals("-125", poll.events.getLast());
    }

    @Test
    void a_paused_one_ends_with_the_driver() { // I-10
        Driver driver = Driver.open(kernel, DriverOptions.permits(1));
        Poll poll = new Poll(1);
        driver.start(poll);
        write();
        DriverTest.until(driver, () -> driver.counts().paused() == 1);
        DriverTest.assertClosesCleanly(driver);
        assertEquals(List.of("1+more", "CLOSING"), poll.events);
    }
}
