package dev.ringmark.runtime.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BufferedTest { // POLY-10, POLY-38..41, SPG-103

    /// Gives its bytes in pieces of random length.
    private static final class Pieces implements Source {
        private final byte[] bytes;
        private final Random random;
        private int at;

        Pieces(byte[] bytes, long seed) {
            this.bytes = bytes;
            random = new Random(seed);
        }

        @Override
        public int read(Span into) {
            if (at == bytes.length) {
                return -1;
            }
            int count = Math.min(1 + random.nextInt(into.length()), bytes.length - at);
            into.buffer().view(into.start(), count).asByteBuffer().put(bytes, at, count);
            at += count;
            return count;
        }

        @Override
        public void close() {}
    }

    /// Keeps what is written, and counts the writes.
    private static final class Kept implements Sink {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int writes;

        @Override
        public int write(Span from) {
            return write(List.of(from));
        }

        @Override
        public int write(List<Span> from) {
            writes++;
            for (Span each : from) {
                byte[] part = new byte[each.length()];
                each.buffer().view(each.start(), each.length()).asByteBuffer().get(part);
                bytes.writeBytes(part);
            }
            return (int) Spans.length(from);
        }

        @Override
        public void close() {}
    }

    private static BufferedSource source(String text, long seed, int size) {
        return BufferedSource.over(new Pieces(text.getBytes(UTF_8), seed), size);
    }

    @Property(tries = 300)
    void lines_are_those_of_a_string(
            @ForAll @Size(max = 12)
                    List<@CharRange(from = 'a', to = 'c') @Chars({'ä', '\r'}) String> lines,
            @ForAll boolean isEnded,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int size) {
        String text = String.join("\n", lines) + (isEnded && !lines.isEmpty() ? "\n" : "");
        List<String> expected = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            String line = end < 0 ? text.substring(from) : text.substring(from, end);
            boolean hasReturn = end >= 0 && line.endsWith("\r");
            expected.add(hasReturn ? line.substring(0, line.length() - 1) : line);
            from = end < 0 ? text.length() : end + 1;
        }
        MemoryLedger.Holdings before = MemoryLedger.now();
        List<String> read = new ArrayList<>();
        try (BufferedSource source = source(text, seed, size)) {
            assertTrue(source.forEachLine(10_000, read::add));
            assertTrue(source.isAtEnd());
            assertNull(source.readLine(1));
        }
        assertEquals(expected, read);
        assertEquals(before, MemoryLedger.now());
    }

    @Test
    void a_line_that_is_too_long_is_refused_and_a_body_may_stop() {
        try (BufferedSource source = source("12345\r\n1234567\nrest\n", 1, 4)) {
            assertEquals("12345", source.readLine(5));
            assertThrows(TooLongException.class, () -> source.readLine(5));
        }
        try (BufferedSource source = source("a\nb\nc\n", 1, 4)) {
            assertFalse(source.forEachLine(5, line -> !line.equals("b")));
            assertEquals("c", source.readLine(5)); // POLY-09
        }
    }

    @Property(tries = 200)
    void pieces_of_any_size_come_whole(
            @ForAll @Size(max = 20) List<@IntRange(max = 50) Integer> lengths,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int size) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Random random = new Random(seed);
        byte[] bytes = new byte[lengths.stream().mapToInt(each -> each).sum() + 3];
        random.nextBytes(bytes);
        try (BufferedSource source = BufferedSource.over(new Pieces(bytes, seed), size);
                OwnedBuffer into = OwnedBuffer.allocate(64)) {
            for (int length : lengths) {
                if (length % 2 == 0) {
                    all.writeBytes(source.readExactly(length));
                } else {
                    source.readExactly(new Span(into, 3, length));
                    byte[] piece = new byte[length];
                    into.view(3, length).asByteBuffer().get(piece);
                    all.writeBytes(piece);
                }
            }
            assertFalse(source.isAtEnd()); // POLY-38
            all.write(source.read());
            UnexpectedEndException e =
                    assertThrows(UnexpectedEndException.class, () -> source.readExactly(3));
            assertEquals(2, Progress.of(e));
            assertEquals(-1, source.read());
            assertEquals(-1, source.read(into));
        }
        assertArrayEquals(java.util.Arrays.copyOf(bytes, bytes.length - 2), all.toByteArray());
    }

    @Test
    void everything_up_to_the_end_has_a_limit() { // POLY-40
        try (BufferedSource source = source("0123456789", 5, 4)) {
            assertEquals("0123456789", new String(source.readToEnd(10), UTF_8));
        }
        try (BufferedSource source = source("0123456789", 5, 4)) {
            assertThrows(TooLongException.class, () -> source.readToEnd(9));
        }
    }

    @Test
    void small_writes_are_collected_and_a_large_one_goes_with_them() {
        Kept kept = new Kept();
        BufferedSink sink = BufferedSink.over(kept, 8);
        sink.write('a');
        sink.write("bcdefg");
        assertEquals(0, kept.writes);
        assertEquals(7, sink.buffered());
        try (OwnedBuffer large = OwnedBuffer.allocate(9)) {
            large.view().fill((byte) 'x');
            assertEquals(9, sink.write(Span.of(large)));
        }
        assertEquals(1, kept.writes); // one gathering write
        sink.write("123456789abcdef");
        assertEquals(2, kept.writes);
        sink.close();
        sink.close();
        assertEquals("abcdefgxxxxxxxxx123456789abcdef", kept.bytes.toString(UTF_8));
        assertThrows(TaskException.Closed.class, () -> sink.write(1));
    }

    @Property(tries = 100)
    void frames_come_as_they_went(
            @ForAll @Size(max = 10) List<@Size(max = 200) byte[]> frames,
            @ForAll @IntRange(min = 1, max = 4) int prefixSize,
            @ForAll long seed) {
        Frames format = Frames.of(prefixSize, 200);
        Kept kept = new Kept();
        try (BufferedSink sink = BufferedSink.over(kept, 64)) {
            frames.forEach(each -> format.write(sink, each));
        }
        byte[] wire = kept.bytes.toByteArray();
        try (BufferedSource source = BufferedSource.over(new Pieces(wire, seed), 16)) {
            for (byte[] each : frames) {
                assertArrayEquals(each, format.read(source));
            }
            assertNull(format.read(source));
        }
        if (wire.length > 0) {
            byte[] cut = java.util.Arrays.copyOf(wire, wire.length - 1);
            try (BufferedSource source = BufferedSource.over(new Pieces(cut, seed), 16)) {
                for (int at = 0; at < frames.size() - 1; at++) {
                    assertArrayEquals(frames.get(at), format.read(source));
                }
                assertEnd(format, source);
            }
        }
    }

    /// The end is told as one in the middle, unless nothing is left of the frame at all.
    private static void assertEnd(Frames format, BufferedSource source) {
        if (source.isAtEnd()) {
            assertNull(format.read(source));
        } else {
            assertThrows(UnexpectedEndException.class, () -> format.read(source));
        }
    }

    @Test
    void a_frame_that_is_too_long_takes_no_memory() {
        byte[] wire = {127, -1, -1, -1, 0};
        try (BufferedSource source = BufferedSource.over(new Pieces(wire, 1), 16)) {
            TooLongException e =
                    assertThrows(TooLongException.class, () -> Frames.of(4, 100).read(source));
            assertTrue(String.valueOf(e.getMessage()).contains("2147483647 bytes"), e::getMessage);
        }
        try (BufferedSink sink = BufferedSink.over(new Kept())) {
            assertThrows(TooLongException.class, () -> Frames.of(1, 3).write(sink, new byte[4]));
            assertEquals(0, sink.buffered());
        }
        assertThrows(IllegalArgumentException.class, () -> Frames.of(5, 3));
        assertThrows(IllegalArgumentException.class, () -> Frames.of(1, 256));
    }

    @Test
    void two_tasks_have_a_half_each_and_copy_through_the_ring() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    Halves halves = Halves.of(ends[1]);
                    Task<Long> echo =
                            bed.loop()
                                    .fork(
                                            () -> {
                                                try (Source source = halves.source();
                                                        Sink sink = halves.sink()) {
                                                    return Streams.copy(source, sink);
                                                }
                                            });
                    byte[] sent = new byte[300_000];
                    new Random(7).nextBytes(sent);
                    Task<byte[]> reading =
                            bed.loop()
                                    .fork(
                                            () -> {
                                                BufferedSource source =
                                                        BufferedSource.over(ends[0]);
                                                byte[] all = source.readToEnd(sent.length);
                                                source.close();
                                                return all;
                                            });
                    BufferedSink sink = BufferedSink.over(Halves.of(ends[0]).sink());
                    sink.write(sent);
                    sink.close();
                    assertArrayEquals(sent, reading.join());
                    assertEquals(sent.length, echo.join());
                });
    }

    @Test
    void a_wait_between_two_lines_may_be_ended_and_a_close_ends_it_too() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    BufferedSource source = BufferedSource.over(ends[0]);
                    BufferedSink sink = BufferedSink.over(ends[1]);
                    try (Scope _ = Scope.open(Duration.ofMillis(5))) {
                        assertThrows(TaskException.TimedOut.class, () -> source.readLine(10));
                    }
                    sink.write("first\nsecond\n");
                    sink.flush();
                    assertEquals("first", source.readLine(10));
                    assertEquals("second", source.readLine(10));
                    Task<Boolean> waiting = bed.loop().fork(source::isAtEnd);
                    Task.sleep(Duration.ofMillis(5));
                    source.close();
                    source.close();
                    TaskException.Failed e =
                            assertThrows(TaskException.Failed.class, waiting::join);
                    assertInstanceOf(TaskException.Closed.class, e.getCause());
                    assertThrows(TaskException.Closed.class, source::isAtEnd);
                    sink.close();
                });
    }
}
