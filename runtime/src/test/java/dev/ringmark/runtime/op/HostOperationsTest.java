package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Every operation, done by the kernel that is here.
class HostOperationsTest { // SR-11, SR-12, SR-13

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /// Runs it; a kernel that does not have the opcode aborts the test in words.
    private static <R> R run(Loop loop, Op<R> op) {
        Completed<R> completed = loop.run(op);
        boolean isAbsent = completed.raw() == Errno.EINVAL.negative() && !isSupported(loop, op);
        Assumptions.assumeFalse(
                isAbsent, () -> loop.kernel.release() + " does not have " + op.opcode());
        return completed.take();
    }

    private static boolean isSupported(Loop loop, Request<?> request) {
        return loop.isSupported(request.opcode());
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void files_are_made_written_looked_at_and_taken_away() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(4096, 4096)) {
            run(loop, MakeDirectory.path(in("d"), 0700));
            Fd<FileKind.Any> file =
                    run(loop, Open.path(in("d/f"), OpenFlag.CREATE, OpenFlag.READ_WRITE));
            run(loop, Allocate.of(file, 0, 8192));
            buffer.view().fill((byte) 7);
            assertEquals(4096, run(loop, Write.at(file, 4096, buffer)).bytes());
            run(loop, Sync.of(file));
            run(loop, Sync.dataOf(file));
            run(loop, SyncRange.of(file, 0, 0));
            run(loop, Advise.of(file, 0, 0, Advice.RANDOM));
            buffer.view().fill((byte) 0);
            assertEquals(10, run(loop, Read.at(file, 8182, buffer)).bytes());
            assertEquals(7, buffer.view().get(JAVA_BYTE, 9));
            FileStatus status = run(loop, Status.path(in("d/f")));
            assertEquals(8192, status.size());
            assertTrue(status.isRegular());
            assertTrue(run(loop, Status.path(in("d"))).isDirectory());
            run(loop, Rename.of(in("d/f"), in("d/g")));
            run(loop, Link.of(in("d/g"), in("d/h")));
            run(loop, SymbolicLink.of("h", in("d/s")));
            assertEquals(2, run(loop, Status.path(in("d/s"))).links());
            assertFalse(run(loop, Status.path(in("d/s")).ofLink()).isRegular());
            for (String name : List.of("g", "h", "s")) {
                run(loop, Unlink.file(in("d/" + name)));
            }
            run(loop, Unlink.directory(in("d")));
            run(loop, AdviseMemory.of(buffer, Advice.DONT_NEED));
            run(loop, Close.of(file));
        }
        assertFalse(Files.exists(folder.resolve("d")));
    }

    @Test
    void an_error_names_the_operation() { // UM-03, SR-02b
        try (Loop loop = new Loop()) {
            Completed<Fd<FileKind.Any>> completed = loop.run(Open.path(in("none")));
            RingException error = assertThrows(RingException.class, completed::take);
            assertTrue(error.toString().contains("OPENAT of \"" + in("none")), error::toString);
            assertTrue(error.toString().contains("ENOENT"), error::toString);
        }
    }

    @Test
    void a_path_may_not_leave_its_folder() throws IOException {
        Files.createDirectory(folder.resolve("jail"));
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any> any = run(loop, Open.path(in("jail"), OpenFlag.DIRECTORY));
            Fd<FileKind.Directory> jail = new Fd<>(any.number());
            Completed<Fd<FileKind.Any>> out = loop.run(OpenWithin.of(jail, "../jail"));
            assertEquals(Errno.EXDEV.negative(), out.raw());
            run(loop, Close.of(run(loop, OpenWithin.of(jail, "f", OpenFlag.CREATE))));
            run(loop, Close.of(jail));
        }
    }

    @Test
    void truncate_cuts() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any> file =
                    run(loop, Open.path(in("t"), OpenFlag.CREATE, OpenFlag.READ_WRITE));
            try {
                run(loop, Truncate.of(file, 12345));
                assertEquals(12345, run(loop, Status.path(in("t"))).size());
            } finally {
                loop.close(file);
            }
        }
    }

    @Test
    void vectors_and_messages_go_through_several_buffers() {
        try (Loop loop = new Loop();
                OwnedBuffer first = OwnedBuffer.allocate(3);
                OwnedBuffer second = OwnedBuffer.allocate(5)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            List<Span> spans = List.of(Span.of(first), Span.of(second));
            second.view().fill((byte) 9);
            assertEquals(8, run(loop, WriteVector.to(pipe[1], spans)));
            second.view().fill((byte) 0);
            assertEquals(8, run(loop, ReadVector.from(pipe[0], spans)));
            assertEquals(9, second.view().get(JAVA_BYTE, 4));
            Fd<FileKind.Any>[] sockets = loop.sockets();
            assertEquals(8, run(loop, SendMessage.to(sockets[0], spans)));
            second.view().fill((byte) 0);
            assertEquals(8, run(loop, ReceiveMessage.from(sockets[1], spans)));
            assertEquals(9, second.view().get(JAVA_BYTE, 4));
            loop.close(pipe);
            loop.close(sockets);
        }
    }

    @Test
    void bytes_are_spliced_from_pipe_to_pipe() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] one = loop.pipe();
            Fd<FileKind.Any>[] two = loop.pipe();
            run(loop, Write.to(one[1], new byte[10]));
            assertEquals(4, run(loop, Tee.of(one[0], two[1], 4)));
            assertEquals(10, run(loop, Splice.of(one[0], two[1], 100)));
            assertEquals(14, run(loop, Read.from(two[0], new byte[20])).bytes());
            loop.close(one);
            loop.close(two);
        }
    }

    @Test
    void a_connection_from_socket_to_shutdown() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any> listener = run(loop, NewSocket.stream(SocketDomain.INET));
            Fd<FileKind.Any> client = run(loop, NewSocket.stream(SocketDomain.INET));
            try {
                InetAddress here = InetAddress.getLoopbackAddress();
                run(loop, Bind.of(listener, new InetSocketAddress(here, 0)));
                run(loop, Listen.of(listener, 4));
                InetSocketAddress bound = loop.nameOf(listener);
                Submitted<Fd<FileKind.Stream>> accept = Accept.on(listener).submit(loop.driver);
                run(loop, Connect.of(client, bound));
                Fd<FileKind.Stream> server = loop.await(accept).take();
                assertEquals(
                        6,
                        run(loop, SendZeroCopy.to(client, OwnedBuffer.copying(new byte[6])))
                                .bytes());
                assertEquals(6, run(loop, Receive.from(server, new byte[9])).bytes());
                run(loop, Shutdown.of(client, Half.SEND));
                assertEquals(0, run(loop, Receive.from(server, new byte[9])).bytes());
                loop.close(server);
            } finally {
                loop.close(listener, client);
            }
        }
    }

    @Test
    void a_datagram_goes_to_an_address() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(5)) {
            Fd<FileKind.Datagram> to = run(loop, NewSocket.datagram(SocketDomain.INET));
            Fd<FileKind.Datagram> from = run(loop, NewSocket.datagram(SocketDomain.INET));
            try {
                InetAddress here = InetAddress.getLoopbackAddress();
                run(loop, Bind.of(to, new InetSocketAddress(here, 0)));
                Op<Integer> send = SendMessage.to(from, loop.nameOf(to), List.of(Span.of(buffer)));
                assertEquals(5, run(loop, send));
                assertEquals(5, run(loop, Receive.from(to, new byte[9])).bytes());
            } finally {
                loop.close(to, from);
            }
        }
    }

    @Test
    void registered_buffers_are_read_and_written_until_the_table_is_closed() { // SR-10c, SR-11b
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(16)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            BufferTable table = BufferTable.register(loop.driver.ring(), buffer);
            assertThrows(IllegalStateException.class, buffer::close);
            BufferSlot slot = table.slot(0);
            ReadFixed read = ReadFixed.from(pipe[0], slot);
            assertEquals(16, run(loop, WriteFixed.to(pipe[1], slot)).bytes());
            Submitted<Transfer> submitted = read.submit(loop.driver);
            assertThrows(IllegalStateException.class, table::close);
            assertEquals(16, loop.await(submitted).take().bytes());
            table.close();
            assertThrows(IllegalStateException.class, () -> read.submit(loop.driver));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.view(8, 9));
            loop.close(pipe);
        }
    }

    @Test
    void a_poll_and_a_timeout_are_changed_under_way() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] sockets = loop.sockets();
            Submitted<Set<PollEvent>> poll = Poll.of(sockets[0], PollEvent.IN).submit(loop.driver);
            Submitted<Timeout.End> timeout = Timeout.after(Duration.ofHours(1)).submit(loop.driver);
            loop.driver.step(8);
            run(loop, PollUpdate.of(poll.run(), PollEvent.OUT));
            assertEquals(Set.of(PollEvent.OUT), loop.await(poll).take());
            run(loop, TimeoutUpdate.of(timeout.run(), Duration.ofMillis(1)));
            assertEquals(Timeout.End.TIME, loop.await(timeout).take());
            loop.close(sockets);
        }
    }

    @Test
    void a_pipe_a_futex_and_an_installed_fd() {
        try (Loop loop = new Loop();
                OwnedBuffer word = OwnedBuffer.allocate(4);
                FileTable table = FileTable.register(loop.driver.ring(), 1)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            FileSlot<FileKind.Any> slot = Objects.requireNonNull(table.add(pipe[1]));
            try {
                loop.close(run(loop, InstallFd.of(slot)));
                FutexWord futex = new FutexWord(word, 0);
                word.view().set(JAVA_INT, 0, 5);
                Submitted<Integer> wait = FutexWait.of(futex, 5).submit(loop.driver);
                loop.driver.step(8);
                assertEquals(1, run(loop, FutexWake.of(futex, 1)));
                assertEquals(0, loop.await(wait).take());
                assertEquals(Errno.EAGAIN.negative(), loop.run(FutexWait.of(futex, 6)).raw());
                PipeEnds ends = run(loop, NewPipe.create());
                assertEquals(1, run(loop, Write.to(ends.writer(), new byte[1])).bytes());
                assertEquals(1, run(loop, Read.from(ends.reader(), new byte[2])).bytes());
                loop.close(ends.reader(), ends.writer());
            } finally {
                loop.close(pipe);
            }
        }
    }

    @Test
    void a_file_is_opened_into_a_slot() {
        try (Loop loop = new Loop();
                FileTable table = FileTable.register(loop.driver.ring(), 1)) {
            FileSlot<FileKind.Any> slot = Objects.requireNonNull(table.reserve());
            assertEquals(null, table.<FileKind.Any>reserve());
            Op<FileSlot<FileKind.Any>> open =
                    OpenInSlot.path(slot, in("s"), OpenFlag.CREATE, OpenFlag.READ_WRITE);
            assertEquals(slot, run(loop, open));
            assertEquals(3, run(loop, Write.at(slot, 0, OwnedBuffer.copying(new byte[3]))).bytes());
            table.remove(slot);
        }
    }

    private static final class Answers<R> implements MultishotListener<R> {
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

    @Test
    void multishots_answer_until_they_are_cancelled() { // SR-13c, SR-24a
        try (Loop loop = new Loop()) {
            Answers<Timeout.End> ticks = new Answers<>();
            TimeoutEach.every(Duration.ofMillis(1)).times(3).start(loop.driver, 10, ticks);
            loop.until(() -> ticks.end != null);
            assertEquals(3, ticks.list.size());
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Answers<Set<PollEvent>> ready = new Answers<>();
            MultishotRun<Set<PollEvent>> poll =
                    PollEach.of(pipe[0], PollEvent.IN).start(loop.driver, 10, ready);
            for (int at = 1; at <= 3; at++) {
                int expected = at;
                run(loop, Write.to(pipe[1], new byte[1]));
                loop.until(() -> ready.list.size() == expected);
            }
            poll.cancel();
            loop.until(() -> ready.end != null);
            assertTrue(Objects.requireNonNull(ready.end).isCancelled());
            loop.close(pipe);
        }
    }

    @Test
    void a_starved_receive_moves_to_another_group_and_ends_when_all_are_dry() { // UM-18, SR-24b
        // C-36 tier R
        try (Loop loop = new Loop()) {
            BufferGroups groups = new BufferGroups(loop.driver, 1, 2, 2, 64);
            Fd<FileKind.Any>[] sockets = loop.sockets();
            Answers<Filled> received = new Answers<>();
            ReceiveEach.from(sockets[0], groups).start(loop.driver, 100, received);
            for (int at = 1; at <= 4; at++) {
                int expected = at;
                run(loop, Send.to(sockets[1], new byte[at]));
                loop.until(() -> received.list.size() == expected);
                assertEquals(at, received.list.get(at - 1).length());
            }
            assertEquals(2, groups.size());
            run(loop, Send.to(sockets[1], new byte[1]));
            loop.until(() -> received.end != null);
            assertEquals(Errno.ENOBUFS.negative(), Objects.requireNonNull(received.end).raw());
            assertThrows(IllegalStateException.class, groups::close);
            received.list.forEach(Filled::close);
            Filled first = received.list.getFirst();
            assertThrows(IllegalStateException.class, first::view);
            assertThrows(IllegalStateException.class, first::close);
            Answers<Filled> rest = new Answers<>();
            ReceiveEach.from(sockets[0], groups).start(loop.driver, 100, rest);
            loop.until(() -> rest.list.size() == 1);
            rest.list.getFirst().close();
            loop.close(sockets[1]);
            loop.until(() -> rest.end != null);
            assertEquals(0, Objects.requireNonNull(rest.end).raw());
            loop.close(sockets[0]);
            groups.close();
        }
    }
}
