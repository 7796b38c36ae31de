package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadinessTest { // UM-32, UM-36, SPG-051, SPG-052

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final int NONBLOCK = 0x800;
    private static final int GET_FLAGS = 3;
    private static final int SET_FLAGS = 4;
    private static final int UNIX = 1;
    private static final int STREAM = 1;
    private static final int DONTWAIT = 0x40;

    private interface Body {
        void run(Loop loop, Readiness readiness, Pipe pipe);
    }

    /// In a task, then on this thread; afterwards nothing may be registered.
    private static void both(Body body) {
        Loops.with(
                loop -> {
                    for (boolean inTask : new boolean[] {true, false}) {
                        try (Pipe pipe = new Pipe()) {
                            Readiness readiness = new Readiness(loop);
                            if (inTask) {
                                loop.fork(
                                                () -> {
                                                    body.run(loop, readiness, pipe);
                                                    return "";
                                                })
                                        .join();
                            } else {
                                body.run(loop, readiness, pipe);
                            }
                            assertEquals(loop.counts().accepted(), loop.counts().ended());
                        }
                    }
                });
    }

    @Test
    void a_wait_says_what_is_ready() {
        both(
                (_, readiness, pipe) -> {
                    assertEquals(
                            Readiness.OUT, readiness.await(pipe.writeFd(), Readiness.OUT, null));
                    pipe.write();
                    assertEquals(Readiness.IN, readiness.await(pipe.readFd(), Readiness.IN, null));
                });
    }

    @Test
    void a_wait_that_is_ended_leaves_no_registration() { // SPG-052
        both(
                (loop, readiness, pipe) -> {
                    assertThrows(
                            TaskException.TimedOut.class,
                            () -> readiness.await(pipe.readFd(), Readiness.IN, SHORT));
                    assertEquals(loop.counts().accepted(), loop.counts().ended());
                });
    }

    @Test
    void a_file_that_cannot_be_polled_is_an_error() {
        both(
                (_, readiness, _) ->
                        assertThrows(
                                RingException.class,
                                () -> readiness.await(-1, Readiness.IN, null)));
    }

    @Test
    void select_finds_what_is_ready_among_many() { // UM-32
        both(
                (loop, readiness, pipe) -> {
                    try (Pipe other = new Pipe()) {
                        Set<Integer> readers = Set.of(pipe.readFd(), other.readFd());
                        Readiness.Selected none =
                                readiness.select(readers, Set.of(), Set.of(), SHORT);
                        assertEquals(0, none.count());
                        other.write();
                        Readiness.Selected one =
                                readiness.select(readers, Set.of(), Set.of(), null);
                        assertEquals(Set.of(other.readFd()), one.readable());
                        Readiness.Selected two =
                                readiness.select(
                                        Set.of(other.readFd()),
                                        Set.of(pipe.writeFd()),
                                        Set.of(pipe.readFd()),
                                        Duration.ZERO);
                        assertEquals(Set.of(other.readFd()), two.readable());
                        assertEquals(Set.of(pipe.writeFd()), two.writable());
                        assertEquals(Set.of(), two.exceptional());
                        assertEquals(loop.counts().accepted(), loop.counts().ended());
                    }
                });
    }

    @Test
    void what_says_EAGAIN_is_called_again_when_it_is_ready() { // UM-36
        both(
                (loop, readiness, _) -> {
                    int[] ends = new int[2];
                    int made = Kernel.host().calls().socketPair(UNIX, STREAM, 0, ends);
                    assertEquals(0, made);
                    try (Arena arena = Arena.ofShared()) {
                        MemorySegment memory = arena.allocate(8);
                        RawRequest receive =
                                sqe ->
                                        sqe.prepare(Opcode.RECV, ends[0], memory.address(), 8, 0)
                                                .operationFlags(DONTWAIT);
                        assertEquals(Errno.EAGAIN.negative(), loop.call(receive));
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> readiness.call(receive, ends[0], Readiness.IN, SHORT));
                        Kernel.host().calls().fcntl(ends[0], SET_FLAGS, NONBLOCK);
                        Thread writer =
                                Thread.ofPlatform()
                                        .start(() -> Kernel.host().calls().write(ends[1], memory));
                        assertEquals(8, readiness.call(receive, ends[0], Readiness.IN, null));
                        int flags = Kernel.host().calls().fcntl(ends[0], GET_FLAGS, 0);
                        assertEquals(NONBLOCK, flags & NONBLOCK);
                        Loops.until(() -> !writer.isAlive());
                    }
                    Kernel.host().calls().close(ends[0]);
                    Kernel.host().calls().close(ends[1]);
                });
    }
}
