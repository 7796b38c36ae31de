package dev.ringmark.runtime.bench.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Shapes of files, queues, locks and lines notice what is missing or wrong.
@Timeout(60)
class OtherShapesTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    static Stream<Peer> readers() {
        return FileReads.oneByOne().peers().stream();
    }

    static Stream<Peer> groups() {
        return new QueueGroups().peers().stream();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void a_block_that_is_another_one_is_found(Peer peer) throws Exception {
        for (FileReads shape : List.of(FileReads.oneByOne(), FileReads.inBatches())) {
            Blocks file = new Blocks();
            overwrite(file.path, 200L * Blocks.SIZE);
            try (Work work = shape.open(peer, file)) {
                WrongResultException e = assertThrows(WrongResultException.class, work::iterate);
                assertTrue(e.getMessage().endsWith("expected 200"), e.getMessage());
            }
        }
    }

    private static void overwrite(Path path, long offset) throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            assertEquals(8, file.write(ByteBuffer.allocate(8).putLong(0, -1), offset));
        }
    }

    @ParameterizedTest
    @MethodSource("groups")
    void an_item_that_is_lost_is_found(Peer peer) throws Exception { // UM-55
        try (Work work = new QueueGroups.Groups(Crew.of(peer, 15), 1)) {
            WrongResultException e = assertThrows(WrongResultException.class, work::iterate);
            assertTrue(e.getMessage().startsWith("sum of the items"), e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("groups")
    void a_round_that_is_left_out_is_found(Peer peer) throws Exception { // UM-56
        try (Work work = MutexGroups.computing().open(peer, 1)) {
            WrongResultException e = assertThrows(WrongResultException.class, work::iterate);
            assertTrue(e.getMessage().startsWith("matched characters"), e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("groups")
    void a_piece_that_another_one_was_written_over_is_found(Peer peer) throws Exception { // UM-57
        Writers work = new Writers(peer, 2, 10, 3);
        work.iterate();
        overwrite(work.folder.resolve("file-1"), 1024);
        IOException e = assertThrows(IOException.class, work::close);
        assertEquals(
                "wrong content in a file: offset of a piece: -1, expected 1024", e.getMessage());
    }

    /// Leaves out one message.
    private record Lossy(Line line, AtomicBoolean isOver) implements Line {
        @Override
        public void write() throws Exception {
            if (isOver.getAndSet(true)) {
                line.write();
            }
        }

        @Override
        public void read() throws Exception {
            line.read();
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }

    @ParameterizedTest
    @MethodSource("groups")
    void a_message_that_is_missing_is_found(Peer peer) throws Exception { // UM-58, UM-59, UM-65
        for (LinePairs shape : List.of(LinePairs.pipes(), LinePairs.sockets())) {
            AtomicBoolean isOver = new AtomicBoolean();
            try (Work work = shape.open(peer, SHORT, line -> new Lossy(line, isOver))) {
                Exception e = assertThrows(IllegalStateException.class, work::iterate);
                assertTrue(e.getMessage().contains("have not ended"), e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING_1", "RING_2", "JDK", "THREADS", "POOL_10"})
    void parts_that_do_not_end_are_named(Peer peer) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Crew crew = Crew.of(peer, 1, SHORT)) {
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> crew.run(List.of(() -> {}, never::await)));
            String told = e.getMessage();
            assertTrue(told.matches("after .* have not ended: .*1 \\(.*"), told);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING_1", "RING_2", "JDK", "THREADS", "POOL_10"})
    void what_a_part_throws_ends_the_iteration(Peer peer) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Crew crew = Crew.of(peer, 1, Duration.ofSeconds(30))) {
            Crew.Part failing =
                    () -> {
                        throw new WrongResultException("number", 1, 2);
                    };
            assertThrows(
                    WrongResultException.class, () -> crew.run(List.of(never::await, failing)));
        }
    }
}
