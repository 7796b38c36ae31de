package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineTest { // I-09, I-12

    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int F_GETFD = 1;

    private final Faulty kernel = Faulty.over(Kernel.host());

    /// Takes out what has ended until nothing is left, which must be so in time.
    static void awaitEmpty(Kernel kernel) {
        long patience = System.nanoTime() + PATIENCE_NS;
        while (Quarantine.reap(kernel) > 0) {
            assertTrue(System.nanoTime() < patience, "operations stay in quarantine");
            Thread.onSpinWait();
        }
    }

    /// An accept whose result is kept.
    private static final class Accept extends NopOperation {
        final int listener;
        int accepted = -1;

        Accept(int listener) {
            this.listener = listener;
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.ACCEPT, listener, 0, 0, 0).operationFlags(SOCK_CLOEXEC);
        }

        @Override
        protected boolean makesFile() {
            return true;
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            accepted = result;
            super.completed(result, flags, isLast);
        }
    }

    /// From now on the kernel takes no SQE and no cancel, but says what has completed.
    private void refuseSqes() {
        kernel.when(attempt -> attempt.call() == Call.REGISTER, 1, Fault.errno(Errno.EINVAL));
        kernel.when(
                attempt -> attempt.call() == Call.ENTER && attempt.count() > 0,
                Integer.MAX_VALUE,
                Fault.errno(Errno.EBUSY));
    }

    @Test
    void a_socket_that_is_accepted_for_nobody_is_closed_and_counted() { // C-25 tier R, C-30
        TestSockets.Listener listener = TestSockets.listener();
        Driver driver = Driver.open(kernel, DriverOptions.permits(2));
        Accept accept = new Accept(listener.fd());
        driver.start(accept);
        driver.step(8);
        refuseSqes();
        assertEquals(1, driver.close(driver.now() + 30_000_000L).quarantined());
        assertEquals(List.of("QUARANTINED"), accept.events);
        int client = listener.connect();
        int next = nextFd(); // the accept takes it
        awaitEmpty(kernel);
        assertEquals(List.of("QUARANTINED", "released"), accept.events);
        assertEquals(1, driver.counts().orphanFilesClosed());
        assertEquals(Errno.EBADF.negative(), kernel.calls().fcntl(next, F_GETFD, 0));
        close(client, listener.fd());
    }

    @Test
    void a_socket_accepted_in_spite_of_its_cancel_is_its_owners() { // C-25 tier R
        TestSockets.Listener listener = TestSockets.listener();
        Driver driver = Driver.open(kernel, DriverOptions.permits(2));
        Accept accept = new Accept(listener.fd());
        driver.start(accept);
        driver.step(8);
        int client = listener.connect();
        driver.cancel(accept);
        DriverTest.until(driver, () -> !accept.isPending());
        assertTrue(accept.accepted >= 0, accept.events::toString);
        assertEquals(0, driver.counts().orphanFilesClosed());
        close(accept.accepted, client, listener.fd());
        DriverTest.assertClosesCleanly(driver);
    }

    private int nextFd() {
        int fd = kernel.calls().eventFd(0, 0);
        close(fd);
        return fd;
    }

    private void close(int... fds) {
        for (int fd : fds) {
            assertEquals(0, kernel.close(fd));
        }
    }
}
