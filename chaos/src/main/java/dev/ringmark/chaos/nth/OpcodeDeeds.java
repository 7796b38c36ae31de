package dev.ringmark.chaos.nth;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.op.Accept;
import dev.ringmark.runtime.op.AcceptEach;
import dev.ringmark.runtime.op.Bind;
import dev.ringmark.runtime.op.BufferTable;
import dev.ringmark.runtime.op.Cancel;
import dev.ringmark.runtime.op.Close;
import dev.ringmark.runtime.op.Connect;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.FileSlot;
import dev.ringmark.runtime.op.FileTable;
import dev.ringmark.runtime.op.FutexWait;
import dev.ringmark.runtime.op.FutexWake;
import dev.ringmark.runtime.op.FutexWord;
import dev.ringmark.runtime.op.Half;
import dev.ringmark.runtime.op.InstallFd;
import dev.ringmark.runtime.op.Listen;
import dev.ringmark.runtime.op.MessageRing;
import dev.ringmark.runtime.op.NewPipe;
import dev.ringmark.runtime.op.NewSocket;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Open;
import dev.ringmark.runtime.op.OpenFlag;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.PollUpdate;
import dev.ringmark.runtime.op.ProvideBuffers;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.ReadEach;
import dev.ringmark.runtime.op.ReadFixed;
import dev.ringmark.runtime.op.ReadVector;
import dev.ringmark.runtime.op.ReadVectorFixed;
import dev.ringmark.runtime.op.Receive;
import dev.ringmark.runtime.op.ReceiveEach;
import dev.ringmark.runtime.op.ReceiveMessage;
import dev.ringmark.runtime.op.RemoveBuffers;
import dev.ringmark.runtime.op.Run;
import dev.ringmark.runtime.op.RunListener;
import dev.ringmark.runtime.op.Send;
import dev.ringmark.runtime.op.SendMessage;
import dev.ringmark.runtime.op.SendMessageZeroCopy;
import dev.ringmark.runtime.op.SendZeroCopy;
import dev.ringmark.runtime.op.Shutdown;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Sync;
import dev.ringmark.runtime.op.Timeout;
import dev.ringmark.runtime.op.TimeoutUpdate;
import dev.ringmark.runtime.op.Truncate;
import dev.ringmark.runtime.op.UpdateFiles;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.op.WriteFixed;
import dev.ringmark.runtime.op.WriteVector;
import dev.ringmark.runtime.op.WriteVectorFixed;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.uapi.Opcode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/// A submit of each opcode that the model carries out, through the runtime's own operations.
final class OpcodeDeeds {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    private OpcodeDeeds() {}

    static void addTo(List<Deed> all) {
        transfers(all);
        fixed(all);
        sockets(all);
        messages(all);
        files(all);
        others(all);
        streams(all);
    }

    private static Span span(World world) {
        return new Span(world.buffer, 8, 16);
    }

    private static void transfers(List<Deed> all) {
        add(all, Opcode.READ, read(w -> Read.from(w.reader, span(w))));
        add(all, Opcode.READV, read(w -> ReadVector.from(w.reader, List.of(span(w)))));
        add(all, Opcode.RECV, receive(w -> Receive.from(w.right, span(w))));
        add(all, Opcode.RECVMSG, receive(w -> ReceiveMessage.from(w.right, List.of(span(w)))));
        add(all, Opcode.WRITE, write(w -> Write.to(w.writer, span(w))));
        add(all, Opcode.WRITEV, write(w -> WriteVector.to(w.writer, List.of(span(w)))));
        add(all, Opcode.SEND, send(w -> Send.to(w.left, span(w))));
        add(all, Opcode.SENDMSG, send(w -> SendMessage.to(w.left, List.of(span(w)))));
        add(all, Opcode.SEND_ZC, send(w -> SendZeroCopy.to(w.left, span(w))));
        add(
                all,
                Opcode.SENDMSG_ZC,
                send(w -> SendMessageZeroCopy.to(w.left, w.address(), List.of(span(w)))));
    }

    /// What makes an operation in a world.
    private interface Maker {
        Op<?> make(World world);
    }

    private static Deed.Act read(Maker maker) {
        return w -> {
            w.fill(w.writer, 8);
            String answer = w.call(maker.make(w));
            w.empty(w.reader);
            return answer;
        };
    }

    private static Deed.Act receive(Maker maker) {
        return w -> {
            w.kernel.schedule(SHORT, () -> w.fill(w.left, 8)); // it has to wait
            String answer = w.call(maker.make(w));
            w.kernel.run(SHORT);
            w.empty(w.right);
            return answer;
        };
    }

    private static Deed.Act write(Maker maker) {
        return w -> {
            String answer = w.call(maker.make(w));
            w.empty(w.reader);
            return answer;
        };
    }

    private static Deed.Act send(Maker maker) {
        return w -> {
            String answer = w.call(maker.make(w));
            w.empty(w.right);
            return answer;
        };
    }

    private static void fixed(List<Deed> all) {
        add(all, Opcode.READ_FIXED, inTable((w, t) -> ReadFixed.from(w.reader, t.slot(0))));
        add(all, Opcode.WRITE_FIXED, inTable((w, t) -> WriteFixed.to(w.writer, t.slot(0))));
        add(
                all,
                Opcode.READV_FIXED,
                inTable((w, t) -> ReadVectorFixed.from(w.reader, t.slot(0), List.of(span(w)))));
        add(
                all,
                Opcode.WRITEV_FIXED,
                inTable((w, t) -> WriteVectorFixed.to(w.writer, t.slot(0), List.of(span(w)))));
        add(all, Opcode.FILES_UPDATE, inSlot(UpdateFiles::put, false));
        add(
                all,
                Opcode.FIXED_FD_INSTALL,
                w -> {
                    try (FileTable table = FileTable.register(w.driver.ring(), 1)) {
                        FileSlot<FileKind.Any> slot = Objects.requireNonNull(table.add(w.writer));
                        return w.call(InstallFd.of(slot), w::close);
                    }
                });
    }

    private static Deed.Act inTable(BiFunction<World, BufferTable, Op<?>> maker) {
        return w -> {
            w.fill(w.writer, 8);
            BufferTable table = BufferTable.register(w.driver.ring(), w.buffer);
            String answer = w.call(maker.apply(w, table));
            table.close();
            w.empty(w.reader);
            return answer;
        };
    }

    private static Deed.Act inSlot(
            BiFunction<FileSlot<FileKind.Any>, Fd<FileKind.Any>, Op<?>> maker, boolean isFull) {
        return w -> {
            try (FileTable table = FileTable.register(w.driver.ring(), 1)) {
                FileSlot<FileKind.Any> slot =
                        Objects.requireNonNull(isFull ? table.add(w.writer) : table.reserve());
                return w.call(maker.apply(slot, w.writer));
            }
        };
    }

    private static void sockets(List<Deed> all) {
        add(
                all,
                Opcode.ACCEPT,
                w -> {
                    Fd<FileKind.Any> client = w.client();
                    String answer = w.call(Accept.on(w.listener()), w::close);
                    w.drainListener();
                    w.close(client);
                    return answer;
                });
        add(
                all,
                Opcode.CONNECT,
                w -> {
                    Fd<FileKind.Any> client = w.socket();
                    String answer = w.call(Connect.of(client, w.address()));
                    w.drainListener();
                    w.close(client);
                    return answer;
                });
        add(all, Opcode.BIND, onSocket((_, s) -> Bind.of(s, new InetSocketAddress(loopback(), 0))));
        add(all, Opcode.LISTEN, onSocket((_, s) -> Listen.of(s, 1)));
        add(
                all,
                Opcode.SHUTDOWN,
                w -> {
                    int[] ends = new int[2];
                    World.require(w.kernel.calls().socketPair(1, 1, 0, ends));
                    String answer = w.call(Shutdown.of(Fd.of(ends[0]), Half.SEND));
                    w.close(Fd.of(ends[0]), Fd.of(ends[1]));
                    return answer;
                });
        add(
                all,
                Opcode.SOCKET,
                w -> w.call(NewSocket.stream(SocketDomain.INET), fd -> w.close(fd)));
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static Deed.Act onSocket(BiFunction<World, Fd<FileKind.Any>, Op<?>> maker) {
        return w -> {
            Fd<FileKind.Any> socket = w.socket();
            String answer = w.call(maker.apply(w, socket));
            w.close(socket);
            return answer;
        };
    }

    private static void messages(List<Deed> all) {
        add(all, Opcode.MSG_RING, w -> w.call(MessageRing.to(Fd.of(w.driver.ring().fd()), 1, ~0L)));
    }

    private static void files(List<Deed> all) {
        add(
                all,
                Opcode.OPENAT,
                w ->
                        w.call(
                                Open.path("/tmp/a", OpenFlag.CREATE, OpenFlag.READ_WRITE),
                                fd -> w.close(fd)));
        add(
                all,
                Opcode.CLOSE,
                w -> {
                    Fd<FileKind.Any> socket = w.socket();
                    return w.call(Close.of(socket));
                });
        add(all, Opcode.FSYNC, w -> w.call(Sync.of(w.file)));
        add(all, Opcode.FTRUNCATE, w -> w.call(Truncate.of(w.file, 5)));
        add(
                all,
                Opcode.PIPE,
                w -> w.call(NewPipe.create(), ends -> w.close(ends.reader(), ends.writer())));
    }

    private static void others(List<Deed> all) {
        add(all, Opcode.NOP, w -> w.call(Nop.plain()));
        add(all, Opcode.TIMEOUT, w -> w.call(Timeout.after(SHORT)));
        add(all, Opcode.ASYNC_CANCEL, w -> w.call(Cancel.of(w.file)));
        add(all, Opcode.POLL_ADD, w -> w.call(Poll.of(w.writer, PollEvent.OUT)));
        add(
                all,
                Opcode.POLL_REMOVE,
                update(
                        w -> Poll.of(w.reader, PollEvent.IN),
                        run -> PollUpdate.of(run, PollEvent.OUT)));
        add(
                all,
                Opcode.TIMEOUT_REMOVE,
                update(_ -> Timeout.after(LONG), run -> TimeoutUpdate.of(run, LONG)));
        add(all, Opcode.FUTEX_WAIT, w -> w.call(FutexWait.of(new FutexWord(w.buffer, 4), 1)));
        add(all, Opcode.FUTEX_WAKE, w -> w.call(FutexWake.of(new FutexWord(w.buffer, 4), 1)));
        add(all, Opcode.PROVIDE_BUFFERS, w -> w.call(ProvideBuffers.of(7, w.buffer, 0, 4, 16)));
        add(
                all,
                Opcode.REMOVE_BUFFERS,
                w -> {
                    ProvideBuffers.of(7, w.buffer, 0, 4, 16).submit(w.driver).await();
                    return w.call(RemoveBuffers.of(7, 4));
                });
    }

    /// Makes an operation that waits, and one that changes it.
    private static <R> Deed.Act update(
            java.util.function.Function<World, Op<R>> waiting,
            java.util.function.Function<Run<R>, Op<?>> change) {
        return w -> {
            Run<R> run = new Run<>(w.driver, new Deaf<>());
            run.start(waiting.apply(w));
            w.driver.step(8);
            w.kernel.run(SHORT); // a thread of the kernel's may be about to take it
            String answer = run.isPending() ? w.call(change.apply(run)) : "ended";
            run.cancel();
            while (run.isPending()) {
                w.turn();
            }
            run.close();
            return answer;
        };
    }

    private static final class Deaf<R> implements RunListener<R> {
        @Override
        public void completed(Run<R> run, int result, int flags) {}

        @Override
        public void abandoned(Run<R> run, EndReason reason) {}
    }

    private static void streams(List<Deed> all) {
        add(
                all,
                Opcode.READ_MULTISHOT,
                grouped(
                        (w, g) ->
                                w.first(
                                        ReadEach.from(w.reader, g),
                                        () -> w.fill(w.writer, 8),
                                        Filled::close)));
        add(
                all,
                Opcode.RECV,
                grouped(
                        (w, g) ->
                                w.first(
                                        ReceiveEach.from(w.right, g),
                                        () -> w.fill(w.left, 8),
                                        Filled::close)));
        add(
                all,
                Opcode.ACCEPT,
                w -> {
                    Fd<FileKind.Any>[] client = clients();
                    String answer =
                            w.first(
                                    AcceptEach.on(w.listener()),
                                    () -> client[0] = w.client(),
                                    fd -> w.close(fd));
                    w.drainListener();
                    w.close(client);
                    return answer;
                });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static Fd<FileKind.Any>[] clients() {
        return new Fd[1];
    }

    private static Deed.Act grouped(BiFunction<World, BufferGroups, String> body) {
        return w -> {
            String answer;
            try (BufferGroups groups = new BufferGroups(w.driver, 1, 1, 2, 16)) {
                answer = body.apply(w, groups);
            }
            w.empty(w.reader);
            w.empty(w.right);
            return answer;
        };
    }

    private static void add(List<Deed> all, Opcode opcode, Deed.Act act) {
        all.add(Deed.of(opcode, act));
    }
}
