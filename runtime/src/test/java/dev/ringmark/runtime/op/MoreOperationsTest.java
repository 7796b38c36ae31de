package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.ChainReport.Fate;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The operations that few programs need, on the host.
@Timeout(60)
class MoreOperationsTest { // SR-11, SR-12, SR-13a, SR-14, UM-01, UM-26

    private static final byte[] VALUE = {1, 2, 3};

    @TempDir private Path folder = Path.of("");

    private static void need(Loop loop, Opcode opcode) {
        assumeTrue(loop.isSupported(opcode), () -> opcode + " is not there: " + opcode.since());
    }

    private Fd<FileKind.Any> file(Loop loop, String name) {
        String path = folder.resolve(name).toString();
        return loop.run(Open.path(path, OpenFlag.CREATE, OpenFlag.READ_WRITE)).take();
    }

    @Test
    void an_attribute_comes_back_as_it_went() {
        try (Loop loop = new Loop()) {
            need(loop, Opcode.FSETXATTR);
            Fd<FileKind.Any> file = file(loop, "a");
            String path = folder.resolve("a").toString();
            Completed<Done> set = loop.run(SetAttribute.of(file, "user.one", VALUE));
            assumeTrue(set.raw() != Errno.EOPNOTSUPP.negative(), "the file system has none");
            set.take();
            loop.run(SetAttribute.path(path, "user.two", new byte[] {9})).take();
            assertArrayEquals(VALUE, loop.run(GetAttribute.path(path, "user.one", 16)).take());
            assertArrayEquals(
                    new byte[] {9}, loop.run(GetAttribute.of(file, "user.two", 1)).take());
            assertEquals(
                    Errno.ERANGE.negative(), loop.run(GetAttribute.of(file, "user.one", 1)).raw());
            assertEquals(
                    Errno.EEXIST.negative(),
                    loop.run(
                                    SetAttribute.of(file, "user.one", VALUE)
                                            .with(SetAttribute.Mode.CREATE))
                            .raw());
            assertThrows(IllegalArgumentException.class, () -> SetAttribute.of(file, "one", VALUE));
            loop.close(file);
        }
    }

    @Test
    void buffers_are_provided_chosen_and_removed() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            need(loop, Opcode.PROVIDE_BUFFERS);
            loop.run(ProvideBuffers.of(7, buffer, 0, 4, 16)).take();
            assertEquals(3, loop.run(RemoveBuffers.of(7, 3)).take());
            assertEquals(1, loop.run(RemoveBuffers.of(7, 3)).take());
            assertEquals(Errno.ENOENT.negative(), loop.run(RemoveBuffers.of(8, 1)).raw());
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> ProvideBuffers.of(7, buffer, 1, 4, 16));
            assertTrue(e.toString().contains("count: 4"), e::toString);
        }
    }

    /// The JDK's own reaper wants the status too, so only some of the attempts see it.
    @Test
    void the_end_of_a_child_is_seen() throws IOException, InterruptedException {
        try (Loop loop = new Loop()) {
            need(loop, Opcode.WAITID);
            assertEquals(Errno.ECHILD.negative(), loop.run(WaitForProcess.pid(1)).raw(), "init");
            boolean isSeen = false;
            for (int attempt = 0; attempt < 100 && !isSeen; attempt++) {
                Process child = new ProcessBuilder("sh", "-c", "read x; exit 7").start();
                Submitted<WaitForProcess.Exit> wait =
                        WaitForProcess.pid((int) child.pid()).peeking().submit(loop.driver);
                loop.driver.step(8);
                child.getOutputStream().close();
                Completed<WaitForProcess.Exit> ended = loop.await(wait);
                assertEquals(7, child.waitFor());
                if (ended.isSuccess()) {
                    isSeen = true;
                    assertEquals(new WaitForProcess.Exit((int) child.pid(), true, 7), ended.take());
                } else {
                    assertEquals(Errno.ECHILD.negative(), ended.raw());
                }
            }
            assertTrue(isSeen);
        }
    }

    @Test
    void one_of_several_words_is_woken() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            need(loop, Opcode.FUTEX_WAITV);
            FutexWord first = new FutexWord(buffer, 0);
            FutexWord second = new FutexWord(buffer, 4);
            List<FutexWaitAny.Expected> both =
                    List.of(
                            new FutexWaitAny.Expected(first, 0),
                            new FutexWaitAny.Expected(second, 0));
            Submitted<Integer> wait = FutexWaitAny.of(both).submit(loop.driver);
            loop.driver.step(8);
            assertEquals(1, loop.run(FutexWake.of(second, 1)).take());
            assertEquals(1, loop.await(wait).take());
            buffer.view().set(JAVA_INT, 0, 5);
            assertEquals(Errno.EAGAIN.negative(), loop.run(FutexWaitAny.of(both)).raw());
        }
    }

    @Test
    void pieces_of_a_registered_buffer_are_written_and_read() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(64);
                OwnedBuffer other = OwnedBuffer.allocate(8)) {
            need(loop, Opcode.READV_FIXED);
            Fd<FileKind.Any> file = file(loop, "v");
            BufferTable table = BufferTable.register(loop.driver.ring(), buffer);
            BufferSlot slot = table.slot(0);
            buffer.view().asSlice(8, 4).fill((byte) 1);
            buffer.view().asSlice(40, 4).fill((byte) 2);
            List<Span> out = List.of(new Span(buffer, 8, 4), new Span(buffer, 40, 4));
            assertEquals(8, loop.run(WriteVectorFixed.at(file, 0, slot, out)).take());
            List<Span> in = List.of(new Span(buffer, 16, 6), new Span(buffer, 0, 2));
            assertEquals(8, loop.run(ReadVectorFixed.at(file, 0, slot, in)).take());
            assertArrayEquals(
                    new byte[] {1, 1, 1, 1, 2, 2}, buffer.view().asSlice(16, 6).toArray(JAVA_BYTE));
            assertArrayEquals(new byte[] {2, 2}, buffer.view().asSlice(0, 2).toArray(JAVA_BYTE));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ReadVectorFixed.at(file, 0, slot, List.of(Span.of(other))));
            table.close();
            ReadVectorFixed late = ReadVectorFixed.at(file, 0, slot, in);
            assertThrows(IllegalStateException.class, () -> late.submit(loop.driver));
            loop.close(file);
        }
    }

    @Test
    void an_epoll_instance_is_changed_and_waited_for() throws IOException {
        Set<String> before = epolls();
        try (Selector selector = Selector.open();
                Loop loop = new Loop()) {
            need(loop, Opcode.EPOLL_WAIT);
            Set<String> after = epolls();
            after.removeAll(before);
            assertTrue(selector.isOpen() && after.size() == 1, after::toString);
            Fd<FileKind.Epoll> epoll = new Fd<>(Integer.parseInt(after.iterator().next()));
            Fd<FileKind.Any>[] pipe = loop.pipe();
            loop.run(EpollControl.add(epoll, pipe[0], 42, PollEvent.OUT)).take();
            loop.run(EpollControl.change(epoll, pipe[0], 43, PollEvent.IN)).take();
            Submitted<List<EpollWait.Event>> wait = EpollWait.on(epoll, 4).submit(loop.driver);
            loop.run(Write.to(pipe[1], new byte[1])).take();
            assertEquals(
                    List.of(new EpollWait.Event(Set.of(PollEvent.IN), 43)),
                    loop.await(wait).take());
            loop.run(EpollControl.remove(epoll, pipe[0])).take();
            assertEquals(
                    Errno.ENOENT.negative(), loop.run(EpollControl.remove(epoll, pipe[0])).raw());
            loop.close(pipe);
        }
    }

    private static Set<String> epolls() throws IOException {
        Set<String> found = new HashSet<>();
        for (String fd : Objects.requireNonNull(new File("/proc/self/fd").list())) {
            Path link = Path.of("/proc/self/fd", fd);
            if (Files.isSymbolicLink(link)
                    && Files.readSymbolicLink(link).toString().contains("eventpoll")) {
                found.add(fd);
            }
        }
        return found;
    }

    @Test
    void a_slot_is_filled_and_emptied_by_an_operation() {
        try (Loop loop = new Loop();
                FileTable table = FileTable.register(loop.driver.ring(), 2)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            FileSlot<FileKind.Any> slot = Objects.requireNonNull(table.reserve());
            assertEquals(1, loop.run(UpdateFiles.put(slot, pipe[1])).take());
            assertEquals(2, loop.run(Write.to(slot, new byte[2])).take().bytes());
            assertEquals(2, loop.run(Read.from(pipe[0], new byte[8])).take().bytes());
            assertEquals(1, loop.run(UpdateFiles.empty(slot)).take());
            assertEquals(Errno.EBADF.negative(), loop.run(Write.to(slot, new byte[2])).raw());
            loop.close(pipe);
        }
    }

    @Test
    void a_socket_says_how_much_is_unread() {
        try (Loop loop = new Loop()) {
            need(loop, Opcode.URING_CMD);
            Fd<FileKind.Any>[] tcp = connected(loop);
            Completed<Integer> first = loop.run(Command.unreadBytes(tcp[1]));
            assumeTrue(first.raw() != Errno.EOPNOTSUPP.negative(), "sockets have none: 6.7");
            assertEquals(0, first.take());
            loop.run(Send.to(tcp[0], new byte[5])).take();
            loop.until(() -> loop.run(Command.unreadBytes(tcp[1])).take() == 5);
            loop.until(() -> loop.run(Command.unsentBytes(tcp[0])).take() == 0);
            Command tooLong = Command.of(tcp[0], 0, new byte[17]);
            Sqe sqe = Objects.requireNonNull(loop.driver.ring().nextSqe());
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> tooLong.prepare(sqe, new Scratch()));
            assertTrue(e.toString().contains("SQE128"), e::toString);
            Nop.plain().prepare(sqe, new Scratch()); // what the ring will submit
            loop.close(tcp);
        }
    }

    /// Accepts with the address of the peer.
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static Fd<FileKind.Any>[] connected(Loop loop) {
        Fd<FileKind.Any> listener = Fd.of(loop.kernel.calls().socket(2, 1, 0));
        try (Arena arena = Arena.ofConfined()) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            MemorySegment address = arena.allocateFrom(JAVA_BYTE, Addresses.encode(any));
            assertEquals(0, loop.kernel.calls().bind(listener.number(), address));
            assertEquals(0, loop.kernel.calls().listen(listener.number(), 8));
        }
        Fd<FileKind.Any> client = Fd.of(loop.kernel.calls().socket(2, 1, 0));
        Submitted<AcceptFrom.Connection> accept = AcceptFrom.on(listener).submit(loop.driver);
        loop.run(Connect.of(client, loop.nameOf(listener))).take();
        AcceptFrom.Connection connection = loop.await(accept).take();
        assertEquals(loop.nameOf(client), connection.peer());
        loop.close(listener);
        return new Fd[] {client, Fd.of(connection.socket().number())};
    }

    @Test
    void a_batch_tells_what_became_of_each() { // SR-14a, SR-14c, SR-14d
        try (Loop loop = new Loop(DriverOptions.permits(3).withWaitersMax(0));
                OwnedBuffer buffer = OwnedBuffer.allocate(4)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Read read = Read.from(pipe[0], buffer);
            Batch batch = Batch.of(read, read, Nop.plain(), Close.of(Fd.of(9999)), Nop.plain());
            SubmittedSet submitted = batch.submit(loop.driver);
            for (int step = 0; step < 3; step++) {
                loop.driver.step(16);
            }
            assertEquals(null, submitted.poll());
            submitted.cancel();
            ChainReport report = submitted.await();
            assertEquals(
                    List.of(
                            Fate.CANCELLED,
                            Fate.NEVER_SUBMITTED, // its buffer is with the first
                            Fate.SUCCEEDED,
                            Fate.FAILED,
                            Fate.NEVER_SUBMITTED), // no permit
                    report.fates());
            loop.close(pipe);
            List<Op<?>> many = new ArrayList<>();
            many.add(Nop.plain());
            assertEquals(1, Batch.of(many).size());
            assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of()));
        }
    }
}
