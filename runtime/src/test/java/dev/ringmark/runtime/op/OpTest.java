package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The three states of an operation, and where its buffer is in each.
class OpTest { // SR-04, SR-06, SR-07, SPG-073

    @Test
    void data_goes_through_a_pipe_in_every_kind_of_memory() { // UM-02
        try (Loop loop = new Loop();
                Arena arena = Arena.ofShared();
                OwnedBuffer buffer = OwnedBuffer.allocate(5)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
            assertEquals(5, loop.run(Write.to(pipe[1], hello)).take().bytes());
            assertEquals(5, loop.run(Read.from(pipe[0], buffer)).take().bytes());
            assertEquals(5, loop.run(Write.to(pipe[1], buffer)).take().bytes());
            MemorySegment segment = arena.allocate(5);
            assertEquals(5, loop.run(Read.from(pipe[0], segment)).take().bytes());
            assertEquals(5, loop.run(Write.to(pipe[1], segment)).take().bytes());
            ByteBuffer direct = ByteBuffer.allocateDirect(5);
            assertEquals(5, loop.run(Read.from(pipe[0], direct)).take().bytes());
            assertEquals(5, loop.run(Write.to(pipe[1], direct)).take().bytes());
            byte[] array = new byte[8];
            assertEquals(5, loop.run(Read.from(pipe[0], array)).take().bytes());
            assertEquals("hello", new String(array, 0, 5, StandardCharsets.US_ASCII));
            loop.close(pipe);
        }
    }

    @Test
    void the_buffer_is_the_kernels_from_submit_to_the_end() { // SR-03d, SR-07c, I-04
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Read read = Read.from(pipe[0], buffer);
            Submitted<Transfer> submitted = read.submit(loop.driver);
            IllegalStateException refusal = assertThrows(IllegalStateException.class, buffer::view);
            assertTrue(refusal.toString().contains("READ of fd"), refusal::toString);
            assertTrue(refusal.toString().contains("buffer "), refusal::toString);
            assertThrows(IllegalStateException.class, buffer::close);
            assertThrows(IllegalStateException.class, () -> read.submit(loop.driver));
            loop.driver.step(8);
            assertEquals(null, submitted.poll());
            assertTrue(submitted.cancel());
            Completed<Transfer> completed = loop.await(submitted);
            assertTrue(completed.isCancelled());
            assertEquals(0, buffer.view().get(JAVA_BYTE, 0));
            RingException error = assertThrows(RingException.class, completed::take);
            assertEquals(Errno.ECANCELED.negative(), error.result());
            assertFalse(submitted.cancel());
            loop.close(pipe);
        }
    }

    private static final class Unheard<R> implements RunListener<R> {
        @Override
        public void completed(Run<R> run, int result, int flags) {}

        @Override
        public void abandoned(Run<R> run, EndReason reason) {}
    }

    @Test
    void a_refusal_names_the_operation_that_is_refused() { // SR-03d
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Fd<FileKind.Any>[] other = loop.pipe();
            Submitted<Transfer> submitted = Read.from(pipe[0], buffer).submit(loop.driver);
            Run<Transfer> again = new Run<>(loop.driver, new Unheard<>());
            assertTrue(again.start(Write.to(other[1], new byte[1])).isTaken());
            loop.until(() -> !again.isPending());
            String said =
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> again.start(Write.to(other[1], buffer)))
                            .toString();
            assertTrue(said.contains("cannot lend to WRITE of fd"), said);
            assertTrue(said.contains("belongs to READ of fd"), said);
            assertEquals(1, again.completed().take().bytes()); // what it did before is still known
            again.close();
            assertTrue(submitted.cancel());
            loop.await(submitted);
            loop.close(pipe);
            loop.close(other);
        }
    }

    @Test
    void a_result_is_taken_once() {
        try (Loop loop = new Loop()) {
            Completed<Integer> completed = loop.run(Nop.plain());
            assertEquals(0, completed.take());
            assertThrows(IllegalStateException.class, completed::take);
        }
    }

    @Test
    void an_operation_whose_time_is_up_ends_with_its_buffer_back() { // UM-33, SR-08d
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Submitted<Transfer> submitted = Read.from(pipe[0], buffer).submit(loop.driver);
            submitted.cancelAfter(Duration.ofMillis(5));
            Completed<Transfer> completed = loop.await(submitted);
            assertTrue(completed.isExpired());
            assertTrue(completed.isCancelled());
            assertFalse(buffer.isLent());
            loop.close(pipe);
        }
    }

    @Test
    void timeouts_poll_and_cancel_answer_in_their_own_words() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            long before = loop.driver.now();
            assertEquals(Timeout.End.TIME, loop.run(Timeout.after(Duration.ofMillis(3))).take());
            assertTrue(loop.driver.now() - before >= 3_000_000);
            assertEquals(Timeout.End.COUNT, loop.await(counted(loop)).take());
            assertEquals(Set.of(PollEvent.OUT), loop.run(Poll.of(pipe[1], PollEvent.OUT)).take());
            Submitted<Set<PollEvent>> poll = Poll.of(pipe[0], PollEvent.IN).submit(loop.driver);
            Completed<Integer> byFile = loop.run(Cancel.of(pipe[0]));
            if (byFile.raw() == Errno.EINVAL.negative()) { // before 5.19 by the operation only
                assertTrue(poll.cancel());
            } else {
                assertEquals(1, byFile.take());
            }
            assertTrue(loop.await(poll).isCancelled());
            loop.close(pipe);
        }
    }

    private static Submitted<Timeout.End> counted(Loop loop) {
        Submitted<Timeout.End> timeout =
                Timeout.after(Duration.ofHours(1)).orCompletions(1).submit(loop.driver);
        loop.run(Nop.plain());
        return timeout;
    }

    @Test
    void sockets_send_and_receive() { // SR-13b
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(4)) {
            Fd<FileKind.Any>[] sockets = loop.sockets();
            Submitted<Transfer> receive =
                    Receive.from(sockets[1], buffer).pollFirst().submit(loop.driver);
            loop.driver.step(8);
            Completed<Transfer> early = receive.poll();
            if (early != null) { // before 5.19 nobody polls first
                assertEquals(Errno.EINVAL.negative(), early.raw());
                receive = Receive.from(sockets[1], buffer).submit(loop.driver);
            }
            assertEquals(2, loop.run(Send.to(sockets[0], new byte[] {1, 2})).take().bytes());
            assertEquals(2, loop.await(receive).take().bytes());
            assertEquals(2, buffer.view().get(JAVA_BYTE, 1));
            loop.close(sockets);
        }
    }

    @Test
    void a_listener_accepts() { // SR-13a
        try (Loop loop = new Loop();
                Arena arena = Arena.ofConfined()) {
            int listener = loop.kernel.calls().socket(1, 1, 0);
            MemorySegment address = arena.allocate(2 + 6);
            address.set(JAVA_SHORT, 0, (short) 1);
            address.setString(3, "op" + ProcessHandle.current().pid() % 100);
            assertEquals(0, loop.kernel.calls().bind(listener, address));
            assertEquals(0, loop.kernel.calls().listen(listener, 1));
            Submitted<Fd<FileKind.Stream>> accept =
                    Accept.on(new Fd<FileKind.Listener>(listener)).submit(loop.driver);
            int client = loop.kernel.calls().socket(1, 1, 0);
            assertEquals(0, loop.kernel.calls().connect(client, address));
            loop.close(loop.await(accept).take(), Fd.of(client), Fd.of(listener));
        }
    }

    @Test
    void a_slot_names_its_file_until_it_is_emptied() { // SR-10b, SR-10d
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(1);
                FileTable table = FileTable.register(loop.driver.ring(), 2)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            FileSlot<FileKind.Any> slot = Objects.requireNonNull(table.add(pipe[0]));
            loop.close(pipe[0]);
            assertEquals(1, loop.run(Write.to(pipe[1], new byte[1])).take().bytes());
            Read read = Read.from(slot, buffer);
            assertEquals(1, loop.run(read).take().bytes());
            table.remove(slot);
            assertThrows(IllegalStateException.class, () -> table.remove(slot));
            assertThrows(IllegalStateException.class, () -> read.submit(loop.driver));
            assertFalse(buffer.isLent());
            loop.close(pipe[1]);
        }
    }

    @Test
    void a_full_driver_refuses_and_leaves_the_buffer_alone() { // I-06
        try (Loop loop = new Loop(DriverOptions.permits(1));
                OwnedBuffer buffer = OwnedBuffer.allocate(1)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Submitted<Set<PollEvent>> poll = Poll.of(pipe[0], PollEvent.IN).submit(loop.driver);
            RefusedException refusal =
                    assertThrows(
                            RefusedException.class,
                            () -> Read.from(pipe[0], buffer).submit(loop.driver));
            assertEquals(Admission.FULL, refusal.admission());
            assertFalse(buffer.isLent());
            poll.cancel();
            loop.await(poll);
            loop.close(pipe);
        }
    }

    @Test
    void a_run_is_started_again_from_its_own_callback() {
        try (Loop loop = new Loop()) {
            List<Integer> results = new ArrayList<>();
            RunListener<Integer> again =
                    new RunListener<>() {
                        @Override
                        public void completed(Run<Integer> run, int result, int flags) {
                            results.add(result);
                            if (results.size() < 100) {
                                run.start(Nop.plain());
                            }
                        }

                        @Override
                        public void abandoned(Run<Integer> run, EndReason reason) {
                            throw new AssertionError(reason);
                        }
                    };
            try (Run<Integer> run = new Run<>(loop.driver, again)) {
                assertEquals(Admission.ACCEPTED, run.start(Nop.plain()));
                assertThrows(IllegalStateException.class, () -> run.start(Nop.plain()));
                loop.until(() -> results.size() == 100);
            }
        }
    }
}
