package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Loops under conditions that have stopped loops of others.
class LoopsTest {

    private static final int SOCK_NONBLOCK = 0x800;
    private static final int F_SETFL = 4;

    private final Faulty kernel = Faulty.over(Kernel.host());

    /// A timeout in the ring, kept back by DEFER_TASKRUN until somebody asks for completions.
    private static final class Timeout extends NopOperation {
        private final MemorySegment timespec = Arena.ofAuto().allocate(16, 8);

        Timeout(long nanos) {
            timespec.set(JAVA_LONG, 8, nanos);
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.TIMEOUT, -1, timespec.address(), 1, 0);
        }
    }

    @Test
    void a_timeout_that_is_due_at_the_wait_is_not_slept_over() { // C-06 tier R, K8
        DriverOptions options =
                DriverOptions.permits(4).with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN);
        HostNeeds.ring(options.ring());
        Driver driver = Driver.open(kernel, options);
        for (int round = 0; round < 500; round++) {
            Timeout timeout = new Timeout(round * 200L);
            driver.start(timeout);
            DriverTest.until(driver, () -> !timeout.isPending());
            assertEquals(List.of("-ETIME", "released"), timeout.events);
        }
        DriverTest.assertClosesCleanly(driver);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void a_polling_thread_that_sleeps_is_woken_on_a_full_queue(int sqEntries) { // C-08 tier R
        DriverOptions options =
                DriverOptions.permits(16).withSqEntries(sqEntries).with(SetupFlag.SQPOLL);
        HostNeeds.ring(options.ring());
        Driver driver = Driver.open(kernel, options);
        try (PipeRead idle = new PipeRead()) {
            for (int round = 0; round < 3; round++) {
                idle.events.clear();
                driver.start(idle);
                // The thread idles for a second by default, here for as long as the timeout runs.
                Timeout pause = new Timeout(1_100_000_000L);
                driver.start(pause);
                DriverTest.until(driver, () -> !pause.isPending());
                List<NopOperation> nops = Stream.generate(NopOperation::new).limit(12).toList();
                nops.forEach(driver::start);
                idle.write();
                DriverTest.until(driver, () -> driver.inFlight() == 0);
                nops.forEach(nop -> assertEquals(List.of("0", "released"), nop.events));
            }
        }
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void submits_that_fill_the_queue_again_do_not_starve_what_overflowed() {
        // C-17 tier R, C-18 tier R
        DriverOptions options = DriverOptions.permits(8).withSqEntries(8);
        Driver driver = Driver.open(kernel, options);
        int cqEntries = driver.ring().cqEntries();
        AtomicInteger messages = new AtomicInteger();
        // Messages to itself have two CQEs each, one of which belongs to nobody.
        for (int round = 0; round < 200; round++) {
            for (int at = 0; at < 8; at++) {
                NopOperation message =
                        new NopOperation() {
                            @Override
                            protected void prepare(Sqe sqe) {
                                int fd = driver.ring().fd();
                                sqe.prepare(Opcode.MSG_RING, fd, 0, 0, 0x77L);
                            }

                            @Override
                            protected void completed(int result, int flags, boolean isLast) {
                                assertEquals(0, result);
                                messages.incrementAndGet();
                            }
                        };
                driver.start(message);
            }
            driver.step(1); // reaps less than it makes
        }
        assertTrue(messages.get() > 0);
        DriverTest.until(driver, () -> driver.inFlight() == 0);
        DriverTest.until(driver, () -> driver.counts().foreign() == driver.counts().ended());
        assertTrue(driver.counts().ended() > cqEntries);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_socket_without_data_is_waited_for_even_if_it_does_not_block() { // C-20 tier R, K23
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        int[] ends = TestSockets.pair();
        assertEquals(0, kernel.calls().fcntl(ends[0], F_SETFL, SOCK_NONBLOCK));
        MemorySegment memory = Arena.ofAuto().allocate(8);
        NopOperation receive =
                new NopOperation() {
                    @Override
                    protected void prepare(Sqe sqe) {
                        sqe.prepare(Opcode.RECV, ends[0], memory.address(), 8, 0);
                    }
                };
        driver.start(receive);
        driver.step(8);
        driver.await(driver.now() + 5_000_000);
        driver.step(8);
        // Where the kernel gives up at once (before 5.x it may), -EAGAIN is the program's to see.
        boolean isArmed = receive.isPending();
        assertTrue(isArmed || receive.events.equals(List.of("-EAGAIN", "released")));
        if (isArmed) {
            kernel.calls().write(ends[1], memory);
            DriverTest.until(driver, () -> !receive.isPending());
            assertEquals(List.of("8", "released"), receive.events);
        }
        DriverTest.assertClosesCleanly(driver);
        kernel.close(ends[0]);
        kernel.close(ends[1]);
    }

    @Test
    void memory_of_an_operation_outlives_whoever_forgot_it() { // C-27 tier R, I-04
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        List<PipeRead> pipes = new ArrayList<>();
        for (int at = 0; at < 4; at++) {
            PipeRead read = new PipeRead();
            pipes.add(read);
            driver.start(read);
        }
        driver.step(8);
        System.gc(); // nothing of theirs may go
        pipes.forEach(PipeRead::write);
        DriverTest.until(driver, () -> driver.inFlight() == 0);
        pipes.forEach(read -> assertEquals(List.of("8", "released"), read.events));
        pipes.forEach(PipeRead::close);
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void a_run_queue_that_never_empties_does_not_starve_the_ring() { // C-48 tier R, I-16
        Driver driver = Driver.open(kernel, DriverOptions.permits(4));
        Runnable[] again = new Runnable[1];
        again[0] = () -> driver.execute(again[0]);
        for (int at = 0; at < 100; at++) {
            driver.execute(again[0]);
        }
        for (int round = 0; round < 100; round++) {
            NopOperation nop = new NopOperation();
            driver.start(nop);
            for (int step = 0; step < 3 && nop.isPending(); step++) {
                driver.step(10);
            }
            assertEquals(List.of("0", "released"), nop.events);
        }
        again[0] = () -> {};
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void children_inherit_nothing_of_a_busy_driver() throws IOException, InterruptedException {
        // C-42 tier R, K16: exec closes the ring (CLOEXEC), and fork does not copy its memory.
        Driver driver = Driver.open(kernel, DriverOptions.permits(16));
        for (int round = 0; round < 10; round++) {
            List<NopOperation> nops = Stream.generate(NopOperation::new).limit(16).toList();
            nops.forEach(driver::start);
            Process child = new ProcessBuilder("sh", "-c", "ls -l /proc/self/fd").start();
            DriverTest.until(driver, () -> driver.inFlight() == 0);
            String fds = new String(child.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, child.waitFor());
            assertTrue(fds.contains("/proc"), fds);
            assertTrue(!fds.contains("io_uring") && !fds.contains("eventfd"), fds);
        }
        DriverTest.assertClosesCleanly(driver);
    }

    @Test
    void an_owner_that_dies_leaves_nobody_hanging() throws InterruptedException {
        // C-40 tier R, C-49 tier R, K11
        AtomicReference<Driver> left = new AtomicReference<>();
        try (PipeRead read = new PipeRead()) {
            Thread owner =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        Driver driver =
                                                Driver.open(kernel, DriverOptions.permits(2));
                                        driver.start(read);
                                        driver.step(8);
                                        left.set(driver);
                                    });
            owner.join();
            Driver driver = left.get();
            assertTrue(driver.execute(() -> {}));
            driver.wake();
            int taken = 1;
            while (driver.execute(() -> {})) {
                taken++;
                assertTrue(taken <= 1 << 16, "the inbox has no bound");
            }
            assertTrue(read.isPending(), "its memory is not free");
            assertEquals(List.of(), read.events);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EBUSY", "EAGAIN", "EINTR", "ENOMEM", "EINVAL"})
    void a_refused_register_at_the_close_only_makes_it_slower(Errno errno) { // C-13 tier R
        Driver driver = Driver.open(kernel, DriverOptions.permits(8).withSqEntries(2));
        List<PipeRead> reads = Stream.generate(PipeRead::new).limit(8).toList();
        reads.forEach(driver::start);
        driver.step(64);
        kernel.when(attempt -> attempt.call() == Call.REGISTER, 1, Fault.errno(errno));
        CloseReport report = driver.close(driver.now() + 10_000_000_000L);
        assertEquals(new CloseReport(0, false), report);
        reads.forEach(read -> assertEquals(List.of("-ECANCELED", "released"), read.events));
        reads.forEach(PipeRead::close);
    }

    @Test
    void a_recycled_number_never_gets_a_late_wake() throws InterruptedException { // C-04 tier R
        for (int round = 0; round < 50; round++) {
            Driver driver = Driver.open(kernel, DriverOptions.permits(2));
            driver.step(8);
            Runnable hammer =
                    () -> {
                        while (driver.wake()) {
                            Thread.onSpinWait();
                        }
                    };
            List<Thread> wakers =
                    Stream.generate(() -> Thread.ofPlatform().start(hammer)).limit(2).toList();
            driver.await(driver.now() + 100_000);
            DriverTest.assertClosesCleanly(driver);
            // These get the numbers of the ring and of its eventfd, as soon as they are free.
            int[] fds =
                    Stream.generate(() -> kernel.calls().eventFd(0, SOCK_NONBLOCK))
                            .limit(4)
                            .mapToInt(Integer::intValue)
                            .toArray();
            for (Thread waker : wakers) {
                waker.join();
            }
            for (int fd : fds) {
                MemorySegment count = Arena.ofAuto().allocate(8, 8);
                assertEquals(Errno.EAGAIN.negative(), kernel.calls().read(fd, count), "written");
                kernel.close(fd);
            }
        }
    }
}
