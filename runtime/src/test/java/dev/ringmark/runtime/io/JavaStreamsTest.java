package dev.ringmark.runtime.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Existing Java code on the ring, unchanged: every method of the adapters. // UM-24, UM-50
@Timeout(60)
class JavaStreamsTest {

    private static final Duration SHORT = Duration.ofMillis(5);

    private static TaskException cause(Exception e) {
        return assertInstanceOf(TaskException.class, e.getCause());
    }

    @Test
    void java_io_runs_on_the_ring() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    byte[] content = new byte[100_000];
                    new Random(3).nextBytes(content);
                    Task<String> writing =
                            bed.loop()
                                    .fork(
                                            () -> {
                                                try (OutputStream out =
                                                        Streams.outputStream(ends[0])) {
                                                    out.write('!');
                                                    ObjectOutputStream objects =
                                                            new ObjectOutputStream(out);
                                                    objects.writeObject(List.of("one", 2));
                                                    objects.flush();
                                                    GZIPOutputStream zip =
                                                            new GZIPOutputStream(out);
                                                    zip.write(content);
                                                    zip.finish();
                                                    out.flush();
                                                }
                                                return "";
                                            });
                    try (InputStream in = Streams.inputStream(ends[1])) {
                        assertEquals('!', in.read());
                        assertEquals(List.of("one", 2), new ObjectInputStream(in).readObject());
                        assertArrayEquals(content, new GZIPInputStream(in).readAllBytes());
                        assertEquals(-1, in.read());
                        assertEquals(-1, in.read(new byte[3]));
                        assertEquals(0, in.read(new byte[3], 1, 0));
                        assertEquals(0, in.available());
                        assertThrows(
                                IndexOutOfBoundsException.class, () -> in.read(new byte[3], 2, 2));
                    }
                    writing.join();
                    assertTrue(bed.hasSeen("READ") && bed.hasSeen("WRITE")); // UM-41
                });
    }

    @Test
    void readers_and_lines() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    try (OutputStream out = Streams.outputStream(ends[0]);
                            InputStream in = Streams.inputStream(ends[1])) {
                        out.write("one\ntwo\n".getBytes(US_ASCII));
                        out.flush();
                        BufferedReader reader =
                                new BufferedReader(new InputStreamReader(in, US_ASCII));
                        assertEquals("one", reader.readLine());
                        assertEquals("two", reader.readLine());
                    }
                });
    }

    @Test
    void what_ends_a_wait_is_told_as_java_tells_it() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    InputStream in = Streams.inputStream(ends[0]);
                    try (Scope scope = Scope.open(SHORT)) {
                        SocketTimeoutException e =
                                assertThrows(SocketTimeoutException.class, in::read);
                        assertTrue(scope.isOriginOf(cause(e))); // UM-33
                    }
                    Thread.currentThread().interrupt();
                    assertThrows(InterruptedIOException.class, () -> in.read(new byte[2]));
                    try (Scope scope = Scope.open()) {
                        scope.cancel();
                        assertThrows(InterruptedIOException.class, in::read);
                    }
                    OutputStream out = Streams.outputStream(ends[1]);
                    out.write(new byte[1]);
                    out.close();
                    out.close();
                    assertThrows(IOException.class, () -> out.write(1));
                    assertThrows(IOException.class, () -> out.write(new byte[2]));
                    assertThrows(IOException.class, out::flush);
                    assertThrows(EOFException.class, () -> new DataInputStream(in).readInt());
                    OutputStream back = Streams.outputStream(ends[0]);
                    back.write(1);
                    IOException e = assertThrows(IOException.class, back::flush);
                    assertInstanceOf(RingException.class, e.getCause()); // -EPIPE
                    back.close();
                    in.close();
                    assertThrows(IOException.class, in::read);
                });
    }

    @Test
    void channels_scatter_and_gather_in_place_and_by_copy() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    GatheringByteChannel out = Streams.channel((Sink) ends[0]);
                    try (ScatteringByteChannel in = Streams.channel((Source) ends[1])) {
                        ByteBuffer direct =
                                ByteBuffer.allocateDirect(4).put("abcd".getBytes(US_ASCII));
                        ByteBuffer heap = ByteBuffer.wrap("efgh".getBytes(US_ASCII));
                        ByteBuffer readOnly =
                                ByteBuffer.allocateDirect(2)
                                        .put("ij".getBytes(US_ASCII))
                                        .flip()
                                        .asReadOnlyBuffer();
                        direct.flip().position(1);
                        heap.position(2);
                        ByteBuffer[] all = {direct, ByteBuffer.allocate(0), heap, readOnly};
                        assertEquals(7, out.write(all));
                        for (ByteBuffer each : all) {
                            assertFalse(each.hasRemaining());
                        }
                        ByteBuffer first = ByteBuffer.allocate(2);
                        ByteBuffer second = ByteBuffer.allocateDirect(10);
                        assertEquals(7, in.read(new ByteBuffer[] {first, second}));
                        assertEquals("bc", US_ASCII.decode(first.flip()).toString());
                        assertEquals("dghij", US_ASCII.decode(second.flip()).toString());
                        assertEquals(0, in.read(ByteBuffer.allocate(0)));
                        assertEquals(0, out.write(ByteBuffer.allocate(0)));
                        assertThrows(
                                IllegalArgumentException.class, () -> in.read(readOnly.clear()));
                        assertThrows(IndexOutOfBoundsException.class, () -> in.read(all, 3, 2));
                        out.close();
                        assertFalse(out.isOpen());
                        assertThrows(ClosedChannelException.class, () -> out.write(heap));
                        assertEquals(-1, in.read(first.clear()));
                        assertEquals(0, first.position());
                    }
                    assertTrue(bed.hasSeen("READV") && bed.hasSeen("WRITEV"));
                });
    }

    @Test
    void large_buffers_go_through_channels_whole_and_in_order() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    byte[] content = new byte[300_000];
                    new Random(4).nextBytes(content);
                    Task<String> writing =
                            bed.loop()
                                    .fork(
                                            () -> {
                                                try (GatheringByteChannel out =
                                                        Streams.channel((Sink) ends[0])) {
                                                    ByteBuffer[] parts = {
                                                        ByteBuffer.wrap(content, 0, 200_000),
                                                        ByteBuffer.wrap(content, 200_000, 100_000)
                                                    };
                                                    while (parts[1].hasRemaining()) {
                                                        out.write(parts);
                                                    }
                                                }
                                                return "";
                                            });
                    ByteBuffer[] into = {
                        ByteBuffer.allocate(150_000), ByteBuffer.allocate(150_000)
                    };
                    try (ScatteringByteChannel in = Streams.channel((Source) ends[1])) {
                        while (in.read(into) >= 0 && into[1].hasRemaining()) {
                            assertTrue(into[1].position() == 0 || !into[0].hasRemaining());
                        }
                    }
                    writing.join();
                    ByteBuffer all = ByteBuffer.allocate(300_000);
                    all.put(into[0].flip()).put(into[1].flip());
                    assertArrayEquals(content, all.array());
                });
    }

    @Test
    void a_channel_closed_from_elsewhere_says_so_and_channels_of_java_take_it() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    ScatteringByteChannel in = Streams.channel((Source) ends[0]);
                    Task<Integer> reading = bed.loop().fork(() -> in.read(ByteBuffer.allocate(1)));
                    Task.sleep(SHORT);
                    in.close();
                    TaskException.Failed e =
                            assertThrows(TaskException.Failed.class, reading::join);
                    assertInstanceOf(AsynchronousCloseException.class, e.getCause());
                    assertThrows(
                            ClosedChannelException.class, () -> in.read(ByteBuffer.allocate(1)));
                    assertFalse(in.isOpen());
                    ends[1].close();
                    FdStream[] others = bed.pair();
                    OutputStream out = Channels.newOutputStream(Streams.channel((Sink) others[0]));
                    out.write("through".getBytes(US_ASCII));
                    out.close();
                    InputStream through =
                            Channels.newInputStream(Streams.channel((Source) others[1]));
                    assertEquals("through", new String(through.readAllBytes(), US_ASCII));
                    through.close();
                });
    }
}
