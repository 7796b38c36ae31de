package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.buffer.SendBuffers;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.FeatureSet.Use;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Buffers that go out in bundles, in order, on kernels that have them and on those that don't.
@Timeout(60)
class SendBundlesTest { // SR-18a, SR-24e, SPG-075, SPG-076, C-21, I-04, I-17, I-22

    /// What the kernel lacks.
    enum Lack {
        NOTHING,
        BUNDLES(RecvSendFlag.RECVSEND_BUNDLE),
        RINGS(RegisterOp.PBUF_RING);

        private final UapiConstant[] hidden;

        Lack(UapiConstant... hidden) {
            this.hidden = hidden;
        }

        Loop open() {
            Kernel host = Kernel.host();
            Kernel kernel = hidden.length == 0 ? host : Masked.hiding(host, hidden);
            return new Loop(kernel, DriverOptions.permits(16));
        }
    }

    private static final int CAPACITY = 256;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;

    /// Takes the buffers that come back, and fills them with what comes next in the stream.
    private static final class Sender implements MultishotListener<List<OwnedBuffer>> {
        final List<OwnedBuffer> back = new ArrayList<>();
        int answers;
        @Nullable Completed<List<OwnedBuffer>> end;

        @Override
        public void next(MultishotRun<List<OwnedBuffer>> run, List<OwnedBuffer> sent) {
            answers++;
            back.addAll(sent);
            sent.forEach(buffer -> assertFalse(buffer.isLent(), buffer::toString));
        }

        @Override
        public void ended(MultishotRun<List<OwnedBuffer>> run, Completed<List<OwnedBuffer>> ended) {
            end = ended;
        }
    }

    /// The bytes of a stream: each is the low byte of its place.
    private static OwnedBuffer filled(int from, int length) {
        OwnedBuffer buffer = OwnedBuffer.allocate(length);
        for (int at = 0; at < length; at++) {
            buffer.view().set(JAVA_BYTE, at, (byte) (from + at));
        }
        return buffer;
    }

    private static int offerAll(SendBuffers line, int count, List<OwnedBuffer> all) {
        int total = 0;
        for (int at = 0; at < count; at++) {
            int length = 1 + at * 37 % 3000;
            OwnedBuffer buffer = filled(total, length);
            assertTrue(line.offer(buffer));
            all.add(buffer);
            total += length;
        }
        return total;
    }

    private static void receive(Loop loop, Target<FileKind.Any> from, int total, byte first) {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] piece = new byte[5000];
        while (got.size() < total) {
            int count = loop.run(Receive.from(from, piece)).take().bytes();
            assertTrue(count > 0);
            got.write(piece, 0, count);
        }
        assertEquals(total, got.size());
        byte[] bytes = got.toByteArray();
        for (int at = 0; at < total; at++) {
            assertEquals((byte) (first + at), bytes[at], "byte " + at);
        }
    }

    /// Two sockets, of which the first takes little at once, whatever the machine's default is.
    private static Fd<FileKind.Any>[] sockets(Loop loop) {
        Fd<FileKind.Any>[] sockets = loop.sockets();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_INT, 32 << 10);
            int set =
                    loop.kernel
                            .calls()
                            .setSocketOption(sockets[0].number(), SOL_SOCKET, SO_SNDBUF, size);
            assertEquals(0, set);
        }
        return sockets;
    }

    private static void within(Lack lack, Consumer<Loop> body) {
        try (Loop loop = lack.open()) {
            body.accept(loop);
        }
    }

    @ParameterizedTest
    @EnumSource
    void many_buffers_go_out_in_order_though_the_peer_is_slow(Lack lack) {
        within(
                lack,
                loop -> {
                    Fd<FileKind.Any>[] sockets = sockets(loop);
                    SendBuffers line = new SendBuffers(loop.driver, 7, CAPACITY);
                    List<OwnedBuffer> all = new ArrayList<>();
                    int total = offerAll(line, CAPACITY, all);
                    assertFalse(line.offer(all.getFirst())); // full, and nothing has happened
                    assertEquals(total, line.bytes());
                    Sender sender = new Sender();
                    SendBundles.to(sockets[0], line).start(loop.driver, 1000, sender);
                    receive(loop, sockets[1], total, (byte) 0);
                    loop.until(() -> sender.end != null);
                    assertTrue(Objects.requireNonNull(sender.end).raw() > 0);
                    assertEquals(all, sender.back);
                    assertTrue(sender.answers < CAPACITY / 4, "answers: " + sender.answers);
                    assertEquals(0, line.size());
                    boolean isUsed = loop.driver.features().isUsed(Feature.BUNDLES);
                    assertEquals(isUsed, line.isRing());
                    if (lack == Lack.BUNDLES) {
                        assertEquals(Use.MISSING, loop.driver.features().use(Feature.BUNDLES));
                    }
                    line.close();
                    all.forEach(OwnedBuffer::close);
                    loop.close(sockets);
                });
    }

    @ParameterizedTest
    @EnumSource
    void what_was_cut_off_by_a_cancel_goes_on_where_it_stopped(Lack lack) { // C-24, SPG-074
        within(
                lack,
                loop -> {
                    Fd<FileKind.Any>[] sockets = sockets(loop);
                    SendBuffers line = new SendBuffers(loop.driver, 7, CAPACITY);
                    List<OwnedBuffer> all = new ArrayList<>();
                    int total = offerAll(line, CAPACITY, all);
                    SendBundles send = SendBundles.to(sockets[0], line);
                    Sender first = new Sender();
                    MultishotRun<List<OwnedBuffer>> run = send.start(loop.driver, 1000, first);
                    loop.driver.step(64); // as much as the socket takes
                    run.cancel();
                    loop.until(() -> first.end != null);
                    assertTrue(line.bytes() > 0, "the socket took it all");
                    Sender second = new Sender();
                    send.start(loop.driver, 1000, second);
                    receive(loop, sockets[1], total, (byte) 0);
                    loop.until(() -> second.end != null);
                    first.back.addAll(second.back);
                    assertEquals(all, first.back);
                    line.close();
                    all.forEach(OwnedBuffer::close);
                    loop.close(sockets);
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_line_is_filled_while_it_is_sent(Lack lack) {
        within(
                lack,
                loop -> {
                    Fd<FileKind.Any>[] sockets = sockets(loop);
                    SendBuffers line = new SendBuffers(loop.driver, 7, 4);
                    SendBundles send = SendBundles.to(sockets[0], line);
                    List<OwnedBuffer> back = new ArrayList<>();
                    byte[] received = new byte[5000];
                    int total = 0;
                    for (int round = 0; round < 50; round++) {
                        while (line.size() < 1 + round % 4) {
                            OwnedBuffer buffer = filled(total, 100 + round);
                            assertTrue(line.offer(buffer, 10, 90));
                            assertThrows(IllegalStateException.class, buffer::close);
                            total += 90;
                        }
                        Sender sender = new Sender();
                        send.start(loop.driver, 1000, sender);
                        loop.until(() -> sender.end != null);
                        back.addAll(sender.back);
                        int count = loop.run(Receive.from(sockets[1], received)).take().bytes();
                        assertEquals(90 * sender.back.size(), count);
                    }
                    assertEquals(total, 90 * back.size());
                    line.close();
                    back.forEach(OwnedBuffer::close);
                    loop.close(sockets);
                });
    }

    @ParameterizedTest
    @EnumSource
    void an_error_leaves_the_rest_in_the_line(Lack lack) {
        within(
                lack,
                loop -> {
                    Fd<FileKind.Any>[] sockets = sockets(loop);
                    loop.close(sockets[1]);
                    SendBuffers line = new SendBuffers(loop.driver, 7, 4);
                    OwnedBuffer buffer = filled(0, 10);
                    assertTrue(line.offer(buffer));
                    Sender sender = new Sender();
                    SendBundles.to(sockets[0], line).start(loop.driver, 1, sender);
                    loop.until(() -> sender.end != null);
                    assertEquals(Errno.EPIPE.negative(), Objects.requireNonNull(sender.end).raw());
                    assertEquals(1, line.size());
                    assertTrue(buffer.isLent());
                    line.close();
                    buffer.close();
                    loop.close(sockets[0]);
                });
    }

    @Test
    void a_line_has_one_sender_and_stays_until_it_has_ended() {
        try (Loop loop = new Loop();
                OwnedBuffer small = OwnedBuffer.allocate(1)) {
            Fd<FileKind.Any>[] sockets = sockets(loop);
            SendBuffers line = new SendBuffers(loop.driver, 7, CAPACITY);
            SendBundles send = SendBundles.to(sockets[0], line);
            Sender none = new Sender();
            assertThrows(IllegalArgumentException.class, () -> send.start(loop.driver, 1, none));
            assertThrows(IllegalArgumentException.class, () -> line.offer(small, 0, 2));
            assertThrows(IllegalArgumentException.class, () -> line.offer(small, 1, 0));
            assertThrows(IllegalArgumentException.class, () -> new SendBuffers(loop.driver, 8, 3));
            List<OwnedBuffer> all = new ArrayList<>();
            int total = offerAll(line, CAPACITY, all);
            Sender sender = new Sender();
            send.start(loop.driver, 1000, sender);
            loop.driver.step(64);
            assertThrows(IllegalStateException.class, () -> send.start(loop.driver, 1, none));
            assertThrows(IllegalStateException.class, line::close);
            assertThrows(IllegalStateException.class, () -> all.getLast().view());
            receive(loop, sockets[1], total, (byte) 0);
            loop.until(() -> sender.end != null);
            line.close();
            all.forEach(OwnedBuffer::close);
            loop.close(sockets);
        }
    }
}
