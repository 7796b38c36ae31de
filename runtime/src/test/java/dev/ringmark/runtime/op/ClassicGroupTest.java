package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Provided buffers as 5.10 has them: chosen by the kernel, and provided again in runs.
@Timeout(60)
class ClassicGroupTest { // SPG-079, UM-18, SR-24b, C-36 tier R, I-19

    private static final int COUNT = 8;
    private static final int SIZE = 16;

    private static ClassicGroup.Piece receive(
            Loop loop, Fd<FileKind.Any>[] sockets, ClassicGroup group, int value) {
        loop.run(Send.to(sockets[1], new byte[] {(byte) value, 1, 2})).take();
        ClassicGroup.Piece piece = loop.run(ReceiveClassic.from(sockets[0], group)).take();
        assertEquals(3, piece.length());
        assertEquals((byte) value, piece.view().get(JAVA_BYTE, 0));
        return piece;
    }

    @Test
    void what_is_given_back_is_provided_in_runs_of_neighbours() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] sockets = loop.sockets();
            ClassicGroup group = new ClassicGroup(loop.driver, 5, COUNT, SIZE);
            for (int round = 0; round < 20; round++) {
                List<ClassicGroup.Piece> pieces = new ArrayList<>();
                for (int at = 0; at < COUNT; at++) {
                    pieces.add(receive(loop, sockets, group, at));
                }
                assertEquals(0, group.free());
                long before = loop.driver.counts().accepted();
                pieces.forEach(ClassicGroup.Piece::close); // half of them, then the other half
                loop.until(() -> group.free() == COUNT);
                long operations = loop.driver.counts().accepted() - before;
                assertTrue(operations <= 4, "operations: " + operations);
                assertEquals(List.of(), group.waiting());
            }
            assertEquals(0, group.provide());
            group.close();
            loop.close(sockets);
        }
    }

    @Test
    void a_receive_without_a_buffer_goes_on_with_another_group() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] sockets = loop.sockets();
            ClassicGroup small = new ClassicGroup(loop.driver, 5, 1, SIZE);
            ClassicGroup other = new ClassicGroup(loop.driver, 6, 1, SIZE);
            ClassicGroup.Piece first = receive(loop, sockets, small, 1);
            loop.run(Send.to(sockets[1], new byte[] {2})).take();
            Completed<ClassicGroup.Piece> starved =
                    loop.run(ReceiveClassic.from(sockets[0], small));
            assertEquals(Errno.ENOBUFS.negative(), starved.raw());
            ClassicGroup.Piece second = loop.run(ReceiveClassic.from(sockets[0], other)).take();
            assertEquals(2, second.view().get(JAVA_BYTE, 0));
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, small::close);
            assertTrue(refusal.toString().contains("1 buffers of group 5"), refusal::toString);
            first.close();
            assertThrows(IllegalStateException.class, first::view);
            assertThrows(IllegalStateException.class, first::close);
            loop.until(() -> small.free() == 1);
            receive(loop, sockets, small, 3).close();
            second.close();
            small.close(); // what is on its way to the kernel is waited for
            other.close();
            loop.close(sockets);
        }
    }

    @Test
    void the_end_of_a_stream_keeps_no_buffer() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] sockets = loop.sockets();
            ClassicGroup group = new ClassicGroup(loop.driver, 5, 2, SIZE);
            loop.close(sockets[1]);
            Completed<ClassicGroup.Piece> end = loop.run(ReceiveClassic.from(sockets[0], group));
            ClassicGroup.Piece empty = end.take();
            assertEquals(0, empty.length());
            assertEquals(0, empty.view().byteSize());
            empty.close();
            group.provide();
            loop.until(() -> group.free() == 2);
            group.close();
            loop.close(sockets[0]);
        }
    }

    /// No permit is left when the buffers come back: they are provided the next time.
    @Test
    void without_a_permit_they_wait() {
        try (Loop loop = new Loop(DriverOptions.permits(1))) {
            Fd<FileKind.Any>[] sockets = loop.sockets();
            ClassicGroup group = new ClassicGroup(loop.driver, 5, 2, SIZE);
            ClassicGroup.Piece piece = receive(loop, sockets, group, 1);
            Submitted<?> poll = Poll.of(sockets[0], PollEvent.IN).submit(loop.driver);
            piece.close();
            assertEquals(1, group.waiting().size());
            poll.cancel();
            loop.await(poll);
            assertEquals(1, group.provide());
            loop.until(() -> group.free() == 2);
            group.close();
            loop.close(sockets);
        }
    }

    @Test
    void arguments_out_of_range_are_named() {
        try (Loop loop = new Loop()) {
            for (int[] bad : new int[][] {{-1, 1, 1}, {1, 0, 1}, {1, 40_000, 1}, {1, 1, 0}}) {
                IllegalArgumentException refusal =
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> new ClassicGroup(loop.driver, bad[0], bad[1], bad[2]));
                assertTrue(refusal.toString().contains("expected"), refusal::toString);
            }
        }
    }
}
