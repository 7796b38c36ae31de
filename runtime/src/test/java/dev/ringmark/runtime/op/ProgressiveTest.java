package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.buffer.SendBuffers;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.FeatureSet.Use;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One program on kernels that lack each progressive feature, each pair of them, and all: it does
/// the same everywhere, and says what it did without.
@Timeout(120)
class ProgressiveTest { // C-61, SR-18d, SR-21c, SR-22b, SR-22c, SR-22e, SR-23d, SR-25b, SR-25e

    private static final class Heard<R> implements MultishotListener<R> {
        final List<R> list = new ArrayList<>();
        @Nullable Completed<R> end;

        @Override
        public void next(MultishotRun<R> run, R answer) {
            list.add(answer);
        }

        @Override
        public void ended(MultishotRun<R> run, Completed<R> ended) {
            end = ended;
        }
    }

    /// What the program uses of a driver; DEFERRED_COMPLETIONS is a loop's affair, not a driver's.
    private static final Set<Feature> USED =
            EnumSet.complementOf(EnumSet.of(Feature.DEFERRED_COMPLETIONS));

    private static Kernel without(Set<Feature> features) {
        UapiConstant[] hidden =
                features.stream()
                        .flatMap(feature -> feature.needs().stream())
                        .toArray(UapiConstant[]::new);
        return hidden.length == 0 ? Kernel.host() : Masked.hiding(Kernel.host(), hidden);
    }

    private static Set<Feature> play(Kernel kernel, DriverOptions options) {
        try (Loop loop = new Loop(kernel, options.withWake(WakeKind.MESSAGE))) {
            wakes(loop);
            ticks(loop);
            polls(loop);
            reads(loop);
            talks(loop);
            Set<Feature> missing = EnumSet.noneOf(Feature.class);
            Stream.of(Feature.values())
                    .filter(feature -> loop.driver.features().use(feature) == Use.MISSING)
                    .forEach(missing::add);
            return missing;
        }
    }

    private static void wakes(Loop loop) {
        AtomicBoolean isHeard = new AtomicBoolean();
        Thread caller =
                Thread.ofPlatform().start(() -> loop.driver.execute(() -> isHeard.set(true)));
        loop.until(isHeard::get);
        assertTrue(caller.isDaemon() || isHeard.get());
    }

    private static void ticks(Loop loop) {
        Heard<dev.ringmark.runtime.op.Timeout.End> ticks = new Heard<>();
        TimeoutEach.every(Duration.ofMillis(1)).times(3).start(loop.driver, 10, ticks);
        loop.until(() -> ticks.end != null);
        assertEquals(3, ticks.list.size());
    }

    private static void polls(Loop loop) {
        Fd<FileKind.Any>[] pipe = loop.pipe();
        Heard<Set<PollEvent>> ready = new Heard<>();
        MultishotRun<Set<PollEvent>> poll =
                PollEach.of(pipe[0], PollEvent.IN).start(loop.driver, 1, ready);
        for (int at = 1; at <= 3; at++) {
            int expected = at;
            loop.run(Write.to(pipe[1], new byte[1])).take();
            loop.until(() -> ready.list.size() >= expected);
            assertEquals(1, loop.run(Read.from(pipe[0], new byte[8])).take().bytes());
            poll.grant(1);
        }
        finish(loop, poll, ready);
        loop.close(pipe);
    }

    private static void reads(Loop loop) {
        BufferGroups groups = new BufferGroups(loop.driver, 1, 2, 2, 64, BufferRingFlag.INC);
        Fd<FileKind.Any>[] pipe = loop.pipe();
        Heard<Filled> read = new Heard<>();
        MultishotRun<Filled> reading = ReadEach.from(pipe[0], groups).start(loop.driver, 100, read);
        for (byte at = 1; at <= 3; at++) {
            int expected = at;
            assertEquals(10, loop.run(Write.to(pipe[1], bytes(at, 10))).take().bytes());
            loop.until(() -> bytesIn(read.list) == 10 * expected);
        }
        assertContent(read.list, 1, 2, 3);
        finish(loop, reading, read);
        read.list.forEach(Filled::close);
        groups.close();
        loop.close(pipe);
    }

    private static void talks(Loop loop) {
        Fd<FileKind.Any> listener = listener(loop);
        Heard<Fd<FileKind.Stream>> accepted = new Heard<>();
        MultishotRun<Fd<FileKind.Stream>> accepting =
                AcceptEach.on(listener).start(loop.driver, 10, accepted);
        List<Fd<FileKind.Any>> clients = new ArrayList<>();
        for (int at = 1; at <= 2; at++) {
            int expected = at;
            Fd<FileKind.Any> client = Fd.of(loop.kernel.calls().socket(2, 1, 0));
            loop.run(Connect.of(client, loop.nameOf(listener))).take();
            loop.until(() -> accepted.list.size() == expected);
            clients.add(client);
        }
        assertEquals(5, loop.run(Send.to(accepted.list.get(0), new byte[5])).take().bytes());
        Receive waits = Receive.from(clients.get(0), new byte[8]).pollFirst();
        assertEquals(5, loop.run(waits).take().bytes());
        pieces(loop, accepted.list.get(0), clients.get(0));
        bundles(loop, accepted.list.get(1), clients.get(1));
        finish(loop, accepting, accepted);
        clients.forEach(loop::close);
        accepted.list.forEach(loop::close);
        loop.close(listener);
    }

    private static void pieces(Loop loop, Fd<FileKind.Stream> from, Fd<FileKind.Any> to) {
        BufferGroups groups = new BufferGroups(loop.driver, 3, 2, 2, 64, BufferRingFlag.INC);
        Heard<Filled> received = new Heard<>();
        MultishotRun<Filled> receiving =
                ReceiveEach.from(from, groups).start(loop.driver, 100, received);
        try (OwnedBuffer buffer = OwnedBuffer.allocate(10);
                OwnedBuffer other = OwnedBuffer.allocate(5)) {
            for (byte at = 1; at <= 4; at++) {
                buffer.view().fill(at);
                other.view().fill(at);
                assertEquals(10, loop.run(SendZeroCopy.to(to, buffer)).take().bytes());
                List<Span> spans = List.of(Span.of(other));
                assertEquals(5, loop.run(SendMessageZeroCopy.to(to, spans)).take());
                loop.until(() -> bytesIn(received.list) == 15);
                assertContent(received.list, at);
                received.list.forEach(Filled::close); // their buffers are used again
                received.list.clear();
            }
        }
        finish(loop, receiving, received);
        groups.close();
    }

    private static void bundles(Loop loop, Fd<FileKind.Stream> from, Fd<FileKind.Any> to) {
        BufferGroups groups = new BufferGroups(loop.driver, 5, 1, 32, 64);
        Heard<List<Filled>> received = new Heard<>();
        MultishotRun<List<Filled>> receiving =
                ReceiveBundles.from(from, groups).start(loop.driver, 100, received);
        byte[] sent = new byte[64 * 8];
        for (int round = 0; round < 6; round++) {
            for (int at = 0; at < sent.length; at++) {
                sent[at] = (byte) (at / 64 + round);
            }
            assertEquals(sent.length, loop.run(Send.to(to, sent)).take().bytes());
            loop.until(() -> bytesIn(flat(received.list)) == sent.length);
            assertEquals(List.of(boxed(sent)), List.of(boxed(content(flat(received.list)))));
            flat(received.list).forEach(Filled::close);
            received.list.clear();
        }
        sendsBundles(loop, received, to);
        finish(loop, receiving, received);
        groups.close();
    }

    private static void sendsBundles(Loop loop, Heard<List<Filled>> received, Fd<FileKind.Any> to) {
        SendBuffers line = new SendBuffers(loop.driver, 6, 4);
        for (byte value = 1; value <= 4; value++) {
            OwnedBuffer buffer = OwnedBuffer.allocate(10);
            buffer.view().fill(value);
            assertTrue(line.offer(buffer));
        }
        Heard<List<OwnedBuffer>> sent = new Heard<>();
        SendBundles.to(to, line).start(loop.driver, 100, sent);
        loop.until(() -> sent.end != null && bytesIn(flat(received.list)) == 40);
        assertContent(flat(received.list), 1, 2, 3, 4);
        sent.list.forEach(buffers -> buffers.forEach(OwnedBuffer::close));
        assertEquals(0, line.size());
        line.close();
        flat(received.list).forEach(Filled::close);
        received.list.clear();
    }

    private static <R> void finish(Loop loop, MultishotRun<R> run, Heard<R> heard) {
        run.cancel();
        loop.until(() -> heard.end != null);
        Completed<R> end = Objects.requireNonNull(heard.end);
        assertTrue(end.isCancelled() || end.endReason() == EndReason.CANCELLED, end::toString);
    }

    private static List<Filled> flat(List<List<Filled>> bundles) {
        return bundles.stream().flatMap(List::stream).toList();
    }

    private static int bytesIn(List<Filled> pieces) {
        return pieces.stream().mapToInt(Filled::length).sum();
    }

    private static byte[] content(List<Filled> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(piece.view().toArray(JAVA_BYTE)));
        return all.toByteArray();
    }

    private static List<Byte> boxed(byte[] array) {
        List<Byte> list = new ArrayList<>();
        for (byte each : array) {
            list.add(each);
        }
        return list;
    }

    /// Whether the bytes are runs of these values.
    private static void assertContent(List<Filled> pieces, int... values) {
        List<Integer> runs = new ArrayList<>();
        int length = bytesIn(pieces) / values.length;
        byte[] all = content(pieces);
        for (int at = 0; at < all.length; at++) {
            if (runs.isEmpty() || runs.getLast() != all[at]) {
                runs.add((int) all[at]);
            }
        }
        List<Integer> expected = new ArrayList<>();
        for (int value : values) {
            if (expected.isEmpty() || expected.getLast() != value) {
                expected.add(value);
            }
        }
        assertEquals(expected, runs);
        assertTrue(length > 0);
    }

    private static byte[] bytes(byte value, int count) {
        byte[] array = new byte[count];
        Arrays.fill(array, value);
        return array;
    }

    private static Fd<FileKind.Any> listener(Loop loop) {
        Fd<FileKind.Any> listener = Fd.of(loop.kernel.calls().socket(2, 1, 0));
        try (Arena arena = Arena.ofConfined()) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            MemorySegment address = arena.allocateFrom(JAVA_BYTE, Addresses.encode(any));
            assertEquals(0, loop.kernel.calls().bind(listener.number(), address));
            assertEquals(0, loop.kernel.calls().listen(listener.number(), 8));
        }
        return listener;
    }

    /// What this kernel lacks of itself.
    private static Set<Feature> alreadyMissing() {
        return play(Kernel.host(), DriverOptions.permits(16));
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void each_feature_and_each_pair_can_be_missing() { // SPG-080, SR-21e
        Set<Feature> before = alreadyMissing();
        for (Feature one : USED) {
            for (Feature other : USED) {
                if (one.compareTo(other) <= 0) {
                    Set<Feature> hidden = EnumSet.of(one, other);
                    Set<Feature> missing = play(without(hidden), DriverOptions.permits(16));
                    Set<Feature> expected = EnumSet.copyOf(hidden);
                    expected.addAll(before);
                    USED.stream()
                            .filter(each -> each.base() != null && expected.contains(each.base()))
                            .forEach(expected::add);
                    assertEquals(expected, missing, hidden::toString);
                }
            }
        }
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void each_feature_can_be_switched_off_and_all_can() {
        for (Feature one : USED) {
            DriverOptions options = DriverOptions.permits(16).without(one);
            assertTrue(!play(Kernel.host(), options).contains(one), one::toString);
        }
        DriverOptions none = DriverOptions.permits(16).without(Feature.values());
        assertEquals(Set.of(), play(Kernel.host(), none));
        play(without(USED), none);
    }

    /// AF_UNIX copies always and says -EOPNOTSUPP, on kernels that have zero copy for others.
    @Test
    void a_protocol_without_zero_copy_gets_a_copy() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            for (int round = 0; round < 3; round++) {
                Fd<FileKind.Any>[] sockets = loop.sockets();
                assertEquals(8, loop.run(SendZeroCopy.to(sockets[0], buffer)).take().bytes());
                List<Span> spans = List.of(Span.of(buffer));
                assertEquals(8, loop.run(SendMessageZeroCopy.to(sockets[0], spans)).take());
                byte[] into = new byte[32];
                assertEquals(16, loop.run(Receive.from(sockets[1], into)).take().bytes());
                loop.close(sockets);
            }
            assertEquals(
                    loop.isSupported(Opcode.SEND_ZC) ? Use.USED : Use.MISSING,
                    loop.driver.features().use(Feature.ZERO_COPY_SEND));
        }
    }

    /// What the kernel refuses for another reason is told as it came, and nothing is learned of it.
    @Test
    void a_refusal_with_another_reason_is_told() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Use before = loop.driver.features().use(Feature.MULTISHOT_ACCEPT);
            Heard<Fd<FileKind.Stream>> accepted = new Heard<>();
            AcceptEach.on(pipe[0]).start(loop.driver, 1, accepted);
            loop.until(() -> accepted.end != null);
            Completed<Fd<FileKind.Stream>> end = Objects.requireNonNull(accepted.end);
            assertEquals(Errno.ENOTSOCK.negative(), end.raw());
            assertEquals(before, loop.driver.features().use(Feature.MULTISHOT_ACCEPT));
            loop.close(pipe);
            Fd<FileKind.Any> unbound = Fd.of(loop.kernel.calls().socket(2, 1, 0));
            Heard<Fd<FileKind.Stream>> none = new Heard<>();
            AcceptEach.on(unbound).start(loop.driver, 1, none);
            loop.until(() -> none.end != null);
            assertEquals(Errno.EINVAL.negative(), Objects.requireNonNull(none.end).raw());
            assertEquals(before, loop.driver.features().use(Feature.MULTISHOT_ACCEPT));
            loop.close(unbound);
        }
    }
}
