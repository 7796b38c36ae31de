package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.op.Write;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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
    void a_loop_that_has_ended_takes_none() {
        Loop loop = Loops.start();
        loop.close();
        assertThrows(TaskException.Closed.class, () -> loop.run(Nop.plain(), null));
    }
}
