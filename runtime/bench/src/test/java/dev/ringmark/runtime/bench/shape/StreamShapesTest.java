package dev.ringmark.runtime.bench.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A network shape notices when its server does not send back what it was sent.
@Timeout(60)
class StreamShapesTest {

    private static final List<StreamShape> ALL =
            List.of(
                    StreamShape.echo(),
                    StreamShape.throughput(),
                    StreamShape.imbalanced(),
                    StreamShape.rotation(),
                    StreamShape.pipeline(),
                    StreamShape.keyed());

    static Stream<Arguments> cases() {
        return ALL.stream()
                .flatMap(
                        shape ->
                                shape.peers().stream()
                                        .map(peer -> Arguments.of(shape.id(), peer)));
    }

    private static StreamShape of(String id) {
        return ALL.stream().filter(shape -> shape.id().equals(id)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_frame_that_comes_back_altered_is_found(String id, Peer peer) throws Exception {
        StreamShape shape = of(id);
        AtomicBoolean isOver = new AtomicBoolean();
        Consumer<ByteBuffer> altering =
                piece -> {
                    if (!isOver.getAndSet(true)) {
                        piece.put(0, (byte) ~piece.get(0));
                    }
                };
        WrongResultException e = failure(shape, peer, new EchoThreads(altering));
        assertTrue(e.getMessage().startsWith("head of a frame"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_frame_that_does_not_come_back_is_found(String id, Peer peer) throws Exception {
        StreamShape shape = of(id);
        if (shape.id().equals("net_echo_rtt_256b")) {
            return; // nothing comes behind it
        }
        AtomicBoolean isOver = new AtomicBoolean();
        Consumer<ByteBuffer> dropping =
                piece -> {
                    if (piece.remaining() >= 4096 && !isOver.getAndSet(true)) {
                        piece.position(4096);
                    }
                };
        WrongResultException e = failure(shape, peer, new EchoThreads(dropping));
        assertTrue(e.getMessage().contains(" of a frame"), e.getMessage());
    }

    private static WrongResultException failure(StreamShape shape, Peer peer, EchoThreads server)
            throws Exception {
        try (Work work = shape.open(peer, server, owners -> owners)) {
            Exception e = assertThrows(Exception.class, work::iterate);
            return (WrongResultException) (e instanceof ExecutionException ? e.getCause() : e);
        }
    }

    /// Tells one message less than it is told.
    private record Forgetful(Owners owners, AtomicBoolean isOver) implements Owners {

        @Override
        public void tell(int owner, int value) {
            if (value == STOP || isOver.getAndSet(true)) {
                owners.tell(owner, value);
            }
        }

        @Override
        public List<Crew.Part> parts() {
            return owners.parts();
        }

        @Override
        public long sum(int owner) {
            return owners.sum(owner);
        }
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void a_message_that_is_lost_is_found(Peer peer) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (Work work =
                StreamShape.keyed()
                        .open(peer, new EchoThreads(), owners -> new Forgetful(owners, isOver))) {
            WrongResultException e = assertThrows(WrongResultException.class, work::iterate);
            assertEquals("messages: 47103, expected 47104", e.getMessage());
            work.iterate();
        }
    }

    static Stream<Peer> keyed() {
        return StreamShape.keyed().peers().stream();
    }

    @Test
    void schedules_have_as_many_frames_as_the_shapes_that_they_follow() {
        assertEquals(512, Schedule.ECHO.framesInAll());
        assertEquals(2048, Schedule.STREAM.framesInAll());
        assertEquals(2048 + 7 * 128, Schedule.IMBALANCED.framesInAll());
        assertEquals(2944, Schedule.ROTATION.framesInAll());
        assertEquals(8 * 1024, Schedule.PIPELINE.framesInAll());
        assertEquals(2944, Schedule.KEYED.framesInAll());
        assertEquals(8, Schedule.ECHO.connections());
        assertEquals(4000, Schedule.PIPELINE.stageSteps(1, 64 + 8 * 64));
        assertEquals(150, Schedule.PIPELINE.stageSteps(1, 63));
    }
}
