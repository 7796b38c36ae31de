package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.op.Accept;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.NewSocket;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.OwnedFd;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.op.Timeout;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.File;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Timeout(60)
class TypedOperationTest { // UM-27, UM-33

    private static final Duration SHORT = Duration.ofMillis(5);

    private interface Body {
        void run(Loop loop, Pipe pipe);
    }

    private static void both(Body body) {
        Loops.with(
                loop -> {
                    try (Pipe pipe = new Pipe()) {
                        loop.fork(
                                        () -> {
                                            body.run(loop, pipe);
                                            return "";
                                        })
                                .join();
                        body.run(loop, pipe);
                    }
                });
    }

    @Test
    void an_operation_gives_its_typed_result() {
        both(
                (loop, pipe) -> {
                    assertEquals(0, loop.run(Nop.plain(), null).take());
                    Fd<FileKind.Any> reader = Fd.of(pipe.readFd());
                    Fd<FileKind.Any> writer = Fd.of(pipe.writeFd());
                    byte[] sent = {1, 2, 3};
                    assertEquals(3, loop.run(Write.to(writer, sent), null).take().bytes());
                    byte[] received = new byte[3];
                    Completed<Transfer> read = loop.run(Read.from(reader, received), null);
                    assertEquals(3, read.take().bytes());
                    assertArrayEquals(sent, received);
                });
    }

    @Test
    void an_operation_is_ended_and_its_memory_is_the_callers_again() {
        both(
                (loop, pipe) -> {
                    byte[] memory = new byte[8];
                    Read read = Read.from(Fd.of(pipe.readFd()), memory);
                    assertThrows(TaskException.TimedOut.class, () -> loop.run(read, SHORT));
                    assertThrows(TaskException.TimedOut.class, () -> loop.run(read, Duration.ZERO));
                    try (Scope scope = Scope.open(SHORT)) {
                        TaskException e =
                                assertThrows(
                                        TaskException.TimedOut.class, () -> loop.run(read, null));
                        assertTrue(scope.isOriginOf(e));
                    }
                    Thread.currentThread().interrupt();
                    assertThrows(TaskException.Interrupted.class, () -> loop.run(read, null));
                    pipe.write();
                    assertEquals(8, loop.run(read, null).take().bytes());
                });
    }

    @Test
    void a_driver_is_used_from_anywhere_and_owns_files() { // SR-10b
        both(
                (loop, pipe) -> {
                    Fd<FileKind.Any> other = Fd.of(loop.kernel().calls().duplicate(pipe.readFd()));
                    OwnedFd<FileKind.Any> reader =
                            loop.withDriver(driver -> OwnedFd.adopt(driver, other));
                    pipe.write();
                    byte[] received = new byte[8];
                    assertEquals(8, loop.run(Read.from(reader, received), null).take().bytes());
                    Task<Completed<Transfer>> waiting =
                            loop.fork(() -> loop.run(Read.from(reader, received), null));
                    Task.sleep(SHORT);
                    assertFalse(reader.whenClosed().isDone());
                    loop.withDriver(
                            _ -> {
                                reader.close();
                                return "";
                            });
                    assertEquals(0, Task.await(reader.whenClosed(), Loops.PATIENCE));
                    assertTrue(waiting.join().isCancelled());
                    assertThrows(
                            IllegalStateException.class,
                            () -> loop.run(Read.from(reader, received), null));
                    assertThrows(
                            ArithmeticException.class,
                            () -> loop.withDriver(driver -> divide(driver.inFlight(), 0)));
                });
    }

    @Test
    void an_operation_tells_the_file_it_has_made() { // C-62
        HostNeeds.opcodes(Opcode.SOCKET);
        both(
                (loop, _) -> {
                    long before = openFds();
                    int[] ends = new int[2];
                    assertEquals(0, loop.kernel().calls().socketPair(1, 1, 0, ends));
                    Accept accept = Accept.on(Fd.of(ends[0])); // -EINVAL: no listener
                    assertFalse(loop.run(accept, null).isSuccess());
                    assertEquals(0, loop.run(accept, null).newFiles().length);
                    Completed<Fd<FileKind.Any>> made =
                            loop.run(NewSocket.stream(SocketDomain.UNIX), null);
                    assertTrue(made.newFiles()[0] >= 0);
                    for (int fd : new int[] {made.take().number(), ends[0], ends[1]}) {
                        assertEquals(0, loop.kernel().calls().close(fd));
                    }
                    assertEquals(before, openFds());
                });
    }

    private static int divide(int one, int other) {
        return one / other;
    }

    private static long openFds() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void operations_of_a_task_take_no_memory_each() { // SR-17e
        Loops.with(
                loop -> {
                    loop.fork(() -> timers(loop, 64)).join();
                    MemoryLedger.Holdings before = MemoryLedger.now();
                    loop.fork(() -> timers(loop, 1000)).join();
                    assertEquals(before, MemoryLedger.now());
                });
    }

    /// Operations that need memory beside the SQE.
    private static int timers(Loop loop, int count) {
        for (int at = 0; at < count; at++) {
            Completed<?> ended = loop.run(Timeout.after(Duration.ofNanos(1)), null);
            assertEquals(Errno.ETIME.negative(), ended.raw());
        }
        return count;
    }

    @Test
    void a_loop_that_has_ended_takes_none() {
        Loop loop = Loops.start();
        loop.close();
        assertThrows(TaskException.Closed.class, () -> loop.run(Nop.plain(), null));
    }
}
