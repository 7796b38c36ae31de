package dev.ringmark.runtime.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SinkTest { // UM-12, SPG-076, SPG-103

    /// Takes a few bytes of each write, and fails when it has had enough.
    private static final class Stingy implements Sink {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        final IllegalStateException failure = new IllegalStateException("enough");
        private final Random random;
        private final int bytesMax;

        Stingy(long seed, int bytesMax) {
            random = new Random(seed);
            this.bytesMax = bytesMax;
        }

        @Override
        public int write(Span from) {
            return write(List.of(from));
        }

        @Override
        public int write(List<Span> from) {
            if (taken.size() >= bytesMax) {
                throw failure;
            }
            long length = Math.min(Spans.length(from), bytesMax - taken.size());
            List<Span> part = Spans.first(from, 1 + random.nextInt((int) length));
            for (Span each : part) {
                taken.writeBytes(bytes(each));
            }
            return (int) Spans.length(part);
        }

        @Override
        public void close() {}
    }

    private static byte[] bytes(Span span) {
        return span.buffer().view(span.start(), span.length()).toArray(JAVA_BYTE);
    }

    private static byte[] bytes(List<Span> spans) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        spans.forEach(each -> all.writeBytes(bytes(each)));
        return all.toByteArray();
    }

    /// Parts in the middle of buffers that hold random bytes.
    private static List<Span> parts(List<Integer> lengths, long seed) {
        Random random = new Random(seed);
        List<Span> parts = new ArrayList<>();
        for (int length : lengths) {
            byte[] content = new byte[length + 3];
            random.nextBytes(content);
            OwnedBuffer buffer = OwnedBuffer.allocate(content.length);
            buffer.view().asByteBuffer().put(content);
            parts.add(new Span(buffer, 1, length));
        }
        return parts;
    }

    @Property(tries = 200)
    void partial_writes_are_gone_on_with(
            @ForAll @Size(max = 20) List<@IntRange(max = 300) Integer> lengths, @ForAll long seed) {
        MemoryLedger.Holdings before = MemoryLedger.now();
        List<Span> parts = parts(lengths, seed);
        Stingy sink = new Stingy(seed, Integer.MAX_VALUE);
        sink.writeAll(parts);
        assertArrayEquals(bytes(parts), sink.taken.toByteArray());
        parts.forEach(each -> each.buffer().close());
        assertEquals(before, MemoryLedger.now());
    }

    @Property(tries = 100)
    void what_ends_it_says_how_much_was_written(
            @ForAll @IntRange(min = 1, max = 999) int bytesMax, @ForAll long seed) {
        List<Span> parts = parts(List.of(400, 0, 600), seed);
        Stingy sink = new Stingy(seed, bytesMax);
        RuntimeException e = assertThrows(RuntimeException.class, () -> sink.writeAll(parts));
        assertSame(sink.failure, e);
        assertEquals(bytesMax, Progress.of(e));
        Stingy other = new Stingy(seed, Math.min(bytesMax, 399));
        e = assertThrows(RuntimeException.class, () -> other.writeAll(parts.getFirst()));
        assertEquals(Math.min(bytesMax, 399), Progress.of(e));
        parts.forEach(each -> each.buffer().close());
    }

    @Test
    void an_exception_that_says_nothing_says_zero() {
        assertEquals(0, Progress.of(new IllegalStateException("something else")));
    }

    @Test
    void one_request_takes_so_many_parts() {
        OwnedBuffer buffer = OwnedBuffer.allocate(8);
        List<Span> many = new ArrayList<>();
        for (int at = 0; at < 2000; at++) {
            many.add(new Span(buffer, at % 8, at % 2));
        }
        assertEquals(1000, Spans.fitting(many).size());
        many.addAll(List.copyOf(many));
        assertEquals(Spans.COUNT_MAX, Spans.fitting(many).size());
        buffer.close();
    }
}
