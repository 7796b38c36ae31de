package dev.ringmark.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.AcceptEach;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.ReceiveEach;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswersTest { // POLY-09, SPG-077

    private static Socket connect(int port) throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void a_break_cancels_what_is_behind_and_closes_what_nobody_took() {
        Bed.outside(
                bed -> {
                    int listener = bed.listener();
                    List<Socket> clients = new ArrayList<>();
                    try (Answers<Fd<FileKind.Stream>> connections =
                            Answers.of(bed.loop(), AcceptEach.on(Fd.of(listener)), 2)) {
                        for (int at = 0; at < 6; at++) {
                            clients.add(connect(bed.port(listener)));
                        }
                        int count = 0;
                        for (Fd<FileKind.Stream> each : connections) {
                            FdStream.over(bed.loop(), each).close();
                            if (++count == 3) {
                                break;
                            }
                        }
                        assertEquals(3, count);
                    }
                    for (Socket each : clients) {
                        each.close();
                    }
                    bed.loop().kernel().close(listener); // Bed looks that no fd is left
                });
    }

    @Test
    void what_ends_the_wait_ends_the_loop_and_close_comes_from_anywhere() {
        Bed.with(
                bed -> {
                    int listener = bed.listener();
                    Answers<Fd<FileKind.Stream>> connections =
                            Answers.of(bed.loop(), AcceptEach.on(Fd.of(listener)), 8);
                    try (Scope _ = Scope.open(Duration.ofMillis(5))) {
                        assertThrows(TaskException.TimedOut.class, connections::next);
                    }
                    Task<Fd<FileKind.Stream>> waiting = bed.loop().fork(connections::next);
                    Task.sleep(Duration.ofMillis(5));
                    connections.close();
                    connections.close();
                    TaskException.Failed e =
                            assertThrows(TaskException.Failed.class, waiting::join);
                    assertInstanceOf(TaskException.Closed.class, e.getCause());
                    assertThrows(TaskException.Closed.class, connections::next);
                    bed.loop().kernel().close(listener);
                });
    }

    @Test
    void the_kernels_error_is_told_and_the_end_of_a_stream_is_none() {
        Bed.with(
                bed -> {
                    int[] pipe = new int[2];
                    assertEquals(0, bed.loop().kernel().calls().pipe(pipe, 0));
                    try (Answers<Fd<FileKind.Stream>> none =
                            Answers.of(bed.loop(), AcceptEach.on(Fd.of(pipe[0])), 1)) {
                        RingException e = assertThrows(RingException.class, none::next);
                        assertTrue(
                                String.valueOf(e.getMessage()).contains("-ENOTSOCK"),
                                e::getMessage);
                    }
                    bed.loop().kernel().close(pipe[0]);
                    bed.loop().kernel().close(pipe[1]);
                });
    }

    @Test
    void pieces_of_a_stream_come_until_its_end() {
        Bed.with(
                bed -> {
                    int[] ends = new int[2];
                    assertEquals(0, bed.loop().kernel().calls().socketPair(1, 1, 0, ends));
                    FdStream writer = FdStream.over(bed.loop(), Fd.of(ends[1]));
                    BufferGroups groups =
                            bed.loop().withDriver(driver -> new BufferGroups(driver, 1, 1, 8, 64));
                    try (Answers<Filled> pieces =
                            Answers.of(bed.loop(), ReceiveEach.from(Fd.of(ends[0]), groups), 4)) {
                        Streams.outputStream(writer).close();
                        assertNull(pieces.next());
                    }
                    int[] others = new int[2];
                    assertEquals(0, bed.loop().kernel().calls().socketPair(1, 1, 0, others));
                    BufferedSink sink =
                            BufferedSink.over(FdStream.over(bed.loop(), Fd.of(others[1])));
                    sink.write("x".repeat(300));
                    sink.flush();
                    int length = 0;
                    try (Answers<Filled> pieces =
                            Answers.of(bed.loop(), ReceiveEach.from(Fd.of(others[0]), groups), 4)) {
                        for (Filled each : pieces) {
                            length += each.length();
                            each.close();
                            if (length > 130) {
                                break; // what is left of the 300 bytes is nobody's
                            }
                        }
                    }
                    assertTrue(length > 130 && length <= 300, "" + length);
                    sink.close();
                    Bed.until(
                            () -> {
                                Task.snooze();
                                return bed.loop().snapshot().inFlight() <= 1;
                            });
                    bed.loop().withDriver(_ -> close(groups));
                    bed.loop().kernel().close(ends[0]);
                    bed.loop().kernel().close(others[0]);
                });
    }

    private static String close(BufferGroups groups) {
        groups.close();
        return "";
    }
}
