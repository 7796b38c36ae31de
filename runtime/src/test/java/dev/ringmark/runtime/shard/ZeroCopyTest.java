package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ZeroCopyTest { // C-35 tier R, I-03, I-04, SPG-082, SR-24c

    private static final int SIZE = 4096;

    private final Faulty kernel = Faulty.over(Kernel.host());

    /// A send without a copy, whose memory is freed when it is released and no earlier.
    private static final class Send extends NopOperation {
        final int fd;
        final Arena arena = Arena.ofShared();
        final MemorySegment memory = arena.allocate(SIZE);

        Send(int fd) {
            this.fd = fd;
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.SEND_ZC, fd, memory.address(), SIZE, 0);
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            assertTrue(memory.scope().isAlive());
            super.completed(result, flags, isLast);
        }

        @Override
        protected void released() {
            super.released();
            arena.close();
        }
    }

    @Test
    void its_memory_is_freed_after_the_notification() {
        needsZeroCopy();
        int fd = TestSockets.udpEcho();
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        for (int round = 0; round < 100; round++) {
            Send send = new Send(fd);
            driver.start(send);
            DriverTest.until(driver, () -> !send.isPending());
            assertEquals(List.of(SIZE + "+more", "0", "released"), send.events);
            assertFalse(send.memory.scope().isAlive());
            kernel.calls().read(fd, Arena.ofAuto().allocate(SIZE));
        }
        DriverTest.assertClosesCleanly(driver);
        kernel.close(fd);
    }

    @Test
    void one_that_fails_at_once_ends_once() {
        needsZeroCopy();
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        Send send = new Send(-1);
        driver.start(send);
        DriverTest.until(driver, () -> !send.isPending());
        // With a notification on 6.18; without one the error itself is the last.
        List<String> without = List.of("-EBADF", "released");
        List<String> with = List.of("-EBADF+more", "0", "released");
        assertTrue(Set.of(with, without).contains(send.events), send.events::toString);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_close_between_result_and_notification_waits_for_both() {
        needsZeroCopy();
        int fd = TestSockets.udpEcho();
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        Send send = new Send(fd);
        driver.start(send);
        DriverTest.assertClosesCleanly(driver);
        assertEquals("released", send.events.getLast());
        assertThrows(IllegalStateException.class, () -> send.memory.get(JAVA_BYTE, 0));
        kernel.close(fd);
    }

    @Test
    void an_enter_that_fails_between_them_frees_nothing() {
        needsZeroCopy();
        int fd = TestSockets.udpEcho();
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        Send send = new Send(fd);
        kernel.when(attempt -> attempt.call() == Call.ENTER, 3, Fault.errno(Errno.EINTR));
        driver.start(send);
        driver.step(1);
        assertTrue(send.memory.scope().isAlive());
        DriverTest.until(driver, () -> !send.isPending());
        assertEquals(List.of(SIZE + "+more", "0", "released"), send.events);
        DriverTest.assertClosesCleanly(driver);
        kernel.close(fd);
    }

    private static void needsZeroCopy() {
        Assumptions.assumeTrue(
                Features.of(Kernel.host()).supports(Opcode.SEND_ZC),
                () -> "this kernel (" + Kernel.host().release() + ") has no SEND_ZC");
    }
}
