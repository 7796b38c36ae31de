package dev.ringmark.runtime.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FdStreamTest { // SR-11, SR-12, SPG-073, SPG-095, SPG-103

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final int NONBLOCK = 0x800;

    private static OwnedBuffer holding(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        OwnedBuffer buffer = OwnedBuffer.allocate(bytes.length);
        buffer.view().asByteBuffer().put(bytes);
        return buffer;
    }

    private static String text(OwnedBuffer buffer, int from, int length) {
        return new String(
                buffer.view(from, length).toArray(JAVA_BYTE),
                java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void parts_of_buffers_go_and_come_and_the_end_is_told() { // SPG-053, SPG-074
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    try (OwnedBuffer hello = holding("[hello]");
                            OwnedBuffer world = holding(" world");
                            OwnedBuffer into = holding("................")) {
                        assertEquals(5, ends[0].write(new Span(hello, 1, 5)));
                        assertEquals(5, ends[1].read(new Span(into, 2, 9)));
                        assertEquals("..hello.........", text(into, 0, 16));
                        ends[1].writeAll(List.of(new Span(hello, 1, 5), Span.of(world)));
                        assertEquals(
                                11, ends[0].read(List.of(new Span(into, 0, 0), Span.of(into))));
                        assertEquals("hello world", text(into, 0, 11));
                        ends[0].shutdownOutput();
                        ends[0].shutdownOutput();
                        assertEquals(-1, ends[1].read(into));
                        assertEquals(-1, ends[1].read(List.of(Span.of(into))));
                        assertEquals(6, ends[1].write(Span.of(world)));
                        assertEquals(6, ends[0].read(into)); // the other half goes on
                        assertEquals(0, ends[0].read(new Span(into, 3, 0)));
                        assertEquals(0, ends[0].write(new Span(into, 3, 0)));
                        assertEquals(0, ends[0].write(List.of()));
                        assertEquals(0, ends[0].read(List.of()));
                    }
                    ends[0].close();
                    ends[0].close();
                    ends[1].close();
                    for (String each : List.of("READ", "READV", "WRITE", "WRITEV", "SHUTDOWN")) {
                        assertTrue(bed.hasSeen(each), each); // UM-41
                    }
                    Bed.until(
                            () -> {
                                Task.snooze();
                                return bed.hasSeen("CLOSE"); // UM-63
                            });
                });
    }

    @Test
    void what_ends_a_wait_loses_nothing() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    try (OwnedBuffer word = holding("word");
                            OwnedBuffer into = OwnedBuffer.allocate(8)) {
                        try (Scope scope = Scope.open(SHORT)) {
                            TaskException.TimedOut e =
                                    assertThrows(
                                            TaskException.TimedOut.class, () -> ends[0].read(into));
                            assertTrue(scope.isOriginOf(e));
                        }
                        ends[1].writeAll(word);
                        assertEquals(4, ends[0].read(into));
                    }
                    ends[0].close();
                    ends[1].close();
                });
    }

    @Test
    void time_that_is_up_in_the_middle_says_how_much_was_written() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    try (OwnedBuffer much = OwnedBuffer.allocate(1 << 23)) {
                        TaskException.TimedOut e;
                        try (Scope _ = Scope.open(Duration.ofMillis(500))) {
                            e =
                                    assertThrows(
                                            TaskException.TimedOut.class,
                                            () -> ends[0].writeAll(much));
                        }
                        long written = Progress.of(e);
                        assertTrue(written > 0 && written < much.size(), () -> "" + written);
                        ends[0].close();
                        long read = 0;
                        for (int count = 0; count >= 0; count = ends[1].read(much)) {
                            read += count;
                        }
                        assertEquals(written, read);
                    }
                    ends[1].close();
                });
    }

    @Test
    void a_close_from_elsewhere_ends_a_read() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    try (OwnedBuffer into = OwnedBuffer.allocate(8)) {
                        Task<Integer> reading = bed.loop().fork(() -> ends[0].read(into));
                        Task.sleep(SHORT);
                        ends[0].close();
                        TaskException.Failed e =
                                assertThrows(TaskException.Failed.class, reading::join);
                        assertInstanceOf(TaskException.Closed.class, e.getCause());
                        assertThrows(TaskException.Closed.class, () -> ends[0].read(into));
                        assertThrows(
                                TaskException.Closed.class,
                                () -> ends[0].write(List.of(Span.of(into))));
                        assertEquals(-1, ends[1].read(into));
                        RingException broken =
                                assertThrows(
                                        RingException.class, () -> ends[1].write(Span.of(into)));
                        assertTrue(
                                String.valueOf(broken.getMessage()).contains("-EPIPE"),
                                broken::getMessage);
                    }
                    ends[1].close();
                });
    }

    @Test
    void an_fd_that_does_not_block_is_waited_for_all_the_same() { // UM-36
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pipe(NONBLOCK);
                    try (OwnedBuffer word = holding("word");
                            OwnedBuffer into = OwnedBuffer.allocate(1 << 20)) {
                        Task<Integer> reading = bed.loop().fork(() -> ends[0].read(into));
                        Task.sleep(SHORT);
                        ends[1].writeAll(word);
                        assertEquals(4, reading.join());
                        assertArrayEquals(
                                word.view().toArray(JAVA_BYTE), into.view(0, 4).toArray(JAVA_BYTE));
                        assertThrows(RingException.class, ends[1]::shutdownOutput);
                        ends[1].close();
                        assertEquals(-1, ends[0].read(into));
                    }
                    ends[0].close();
                });
    }

    @Test
    void threads_that_are_no_tasks_use_it_too() {
        Bed.outside(
                bed -> {
                    FdStream[] ends = bed.pair();
                    try (OwnedBuffer word = holding("word");
                            OwnedBuffer into = OwnedBuffer.allocate(8)) {
                        ends[0].writeAll(word);
                        assertEquals(4, ends[1].read(into));
                        try (Scope _ = Scope.open(SHORT)) {
                            assertThrows(TaskException.TimedOut.class, () -> ends[0].read(into));
                        }
                    }
                    ends[0].close();
                    ends[1].close();
                });
    }

    @Test
    void a_loop_that_has_ended_takes_no_streams_and_closes_those_it_has() {
        int fds = Bed.fds();
        Bed.outside(
                bed -> {
                    FdStream[] ends = bed.pair();
                    bed.loop().close();
                    assertThrows(TaskException.Closed.class, () -> ends[0].shutdownOutput());
                    ends[0].close();
                    ends[1].close();
                });
        assertEquals(fds, Bed.fds());
    }
}
