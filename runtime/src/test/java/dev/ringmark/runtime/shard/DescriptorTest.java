package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Faulty.Call;
import dev.ringmark.runtime.kernel.Faulty.Fault;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorTest { // C-23 tier R, C-32 tier R, I-13, K10, NORN-14

    private static final int F_GETFD = 1;

    private final Faulty kernel = Faulty.over(Kernel.host());

    /// The reading end of a pipe, which writes down its end.
    private final class End extends Descriptor {
        final int writer;
        final List<Integer> results = new ArrayList<>();

        End(int[] ends) {
            super(ends[0], false);
            writer = ends[1];
        }

        @Override
        protected void closed(int result) {
            results.add(result);
            assertEquals(Errno.EBADF.negative(), flagsOf(number()), "closed, and still there");
        }
    }

    private final class Read extends NopOperation {
        final End end;
        final MemorySegment memory = Arena.ofAuto().allocate(8);
        int flagsAtEnd;

        Read(End end) {
            this.end = end;
        }

        @Override
        protected Descriptor descriptor() {
            return end;
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.READ, end.number(), memory.address(), 8, -1);
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            flagsAtEnd = flagsOf(end.number());
            super.completed(result, flags, isLast);
        }
    }

    private int flagsOf(int fd) {
        return kernel.calls().fcntl(fd, F_GETFD, 0);
    }

    private End pipe() {
        int[] ends = new int[2];
        assertEquals(0, kernel.calls().pipe(ends, 0));
        return new End(ends);
    }

    @Test
    void a_number_is_not_reused_while_an_operation_names_it() {
        Driver driver = Driver.open(kernel, DriverOptions.permits(4).withSqEntries(2));
        End end = pipe();
        driver.adopt(end);
        List<Read> reads = List.of(new Read(end), new Read(end), new Read(end));
        reads.forEach(read -> assertEquals(Admission.ACCEPTED, driver.start(read)));
        driver.step(8);
        driver.closeFile(end);
        assertEquals(Admission.GONE, driver.start(new Read(end)));
        // Whoever asks for an fd now gets another number.
        End other = pipe();
        assertNotEquals(end.number(), other.number());
        DriverTest.until(driver, end::isClosed);
        assertEquals(List.of(0), end.results);
        for (Read read : reads) {
            assertEquals("released", read.events.getLast());
            assertTrue(read.flagsAtEnd >= 0, "the fd was closed before its last operation's end");
        }
        assertEquals(1, driver.counts().filesClosed());
        DriverTest.assertClosesCleanly(driver);
        close(end.writer, other.number(), other.writer);
    }

    @Test
    void a_plain_close_would_have_freed_it() { // the canary of the test above: K10
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        End end = pipe();
        Read read = new Read(end);
        driver.start(read);
        driver.step(8);
        assertEquals(0, kernel.close(end.number()));
        End other = pipe();
        assertEquals(end.number(), other.number(), "the lowest free number is the next");
        assertTrue(read.isPending());
        close(other.number(), other.writer);
        kernel.calls().write(end.writer, read.memory);
        DriverTest.until(driver, () -> !read.isPending());
        assertEquals(List.of("8", "released"), read.events); // from the file it was started on
        DriverTest.assertClosesCleanly(driver);
        close(end.writer);
    }

    @Test
    void more_closes_than_the_queue_holds_are_all_done() { // C-32 tier R
        Driver driver = Driver.open(kernel, DriverOptions.permits(1).withSqEntries(1));
        List<End> ends = new ArrayList<>();
        for (int at = 0; at < 40; at++) {
            End end = pipe();
            ends.add(end);
            driver.adopt(end);
        }
        kernel.when(attempt -> attempt.call() == Call.ENTER, 9, Fault.errno(Errno.EBUSY));
        ends.subList(0, 20).forEach(driver::closeFile);
        DriverTest.until(driver, () -> driver.counts().filesClosed() == 20);
        DriverTest.assertClosesCleanly(driver); // closes the other 20
        ends.forEach(end -> assertEquals(List.of(0), end.results));
        ends.forEach(end -> close(end.writer));
    }

    @Test
    void without_a_ring_to_close_them_files_are_closed_all_the_same() { // C-57, I-12, NORN-15
        Driver driver = Driver.open(kernel, DriverOptions.permits(2));
        End idle = pipe();
        End busy = pipe();
        driver.adopt(idle);
        driver.adopt(busy);
        Read read = new Read(busy);
        driver.start(read);
        driver.step(8);
        kernel.when(attempt -> attempt.call() == Call.ENTER, 1, Fault.errno(Errno.EBADR));
        driver.start(new NopOperation());
        driver.step(8);
        driver.closeFile(idle);
        DriverTest.assertClosesCleanly(driver);
        assertEquals(List.of("FAILED", "released"), read.events);
        assertEquals(List.of(0), idle.results);
        assertEquals(List.of(0), busy.results);
        close(idle.writer, busy.writer);
    }

    @Test
    void a_file_in_quarantine_is_closed_after_its_last_operation() { // C-30, I-13
        Driver driver = Driver.open(kernel, DriverOptions.permits(2));
        End end = pipe();
        driver.adopt(end);
        Read read = new Read(end);
        driver.start(read);
        driver.step(8);
        kernel.when(attempt -> attempt.call() == Call.REGISTER, 1, Fault.errno(Errno.EINVAL));
        kernel.when(
                attempt -> attempt.call() == Call.ENTER && attempt.count() > 0,
                Integer.MAX_VALUE,
                Fault.errno(Errno.EBUSY));
        assertEquals(1, driver.close(driver.now() + 30_000_000L).quarantined());
        assertTrue(flagsOf(end.number()) >= 0);
        assertFalse(end.isClosed());
        kernel.calls().write(end.writer, read.memory);
        QuarantineTest.awaitEmpty(kernel);
        assertEquals(List.of(0), end.results);
        assertEquals(List.of("QUARANTINED", "released"), read.events);
        close(end.writer);
    }

    @Test
    void a_descriptor_belongs_to_one_driver() {
        Driver driver = Driver.open(kernel, DriverOptions.permits(1));
        End end = pipe();
        assertThrows(IllegalArgumentException.class, () -> driver.closeFile(end));
        driver.adopt(end);
        assertThrows(IllegalStateException.class, () -> driver.adopt(end));
        assertThrows(IllegalArgumentException.class, () -> Descriptor.ofFd(-1));
        DriverTest.assertClosesCleanly(driver);
        assertEquals(List.of(0), end.results);
        close(end.writer);
    }

    private void close(int... fds) {
        for (int fd : fds) {
            assertEquals(0, kernel.close(fd));
        }
    }
}
