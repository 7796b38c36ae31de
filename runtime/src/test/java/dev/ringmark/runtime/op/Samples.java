package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.uapi.Opcode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One value of each class of operation, and the opcodes that have none, with the reason.
final class Samples {

    /// Opcodes that no class here issues.
    static final Map<Opcode, String> WITHOUT = new EnumMap<>(Opcode.class);

    static {
        String mixed = "needs entries of two sizes in one ring (SQE_MIXED, since 6.19)";
        WITHOUT.put(Opcode.NOP128, mixed);
        WITHOUT.put(
                Opcode.URING_CMD128, mixed + "; Command takes 80 bytes on a ring of large ones");
        WITHOUT.put(
                Opcode.RECV_ZC,
                "needs a network card that splits headers, a queue of it registered with the ring"
                        + " (ZCRX_IFQ, CAP_NET_ADMIN) and 32-byte CQEs");
        WITHOUT.put(Opcode.LINK_TIMEOUT, "made by Chain.within");
    }

    private Samples() {}

    /// Values whose SQE can be filled without a ring.
    static List<Request<?>> all(OwnedBuffer buffer, BufferGroups groups) {
        Fd<FileKind.Any> fd = Fd.of(7);
        Span span = new Span(buffer, 8, 16);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        FutexWord word = new FutexWord(buffer, 4);
        return List.of(
                Nop.plain(),
                Read.at(fd, 3, span),
                Write.at(fd, 3, span),
                ReadVector.at(fd, 3, List.of(span)),
                WriteVector.at(fd, 3, List.of(span)),
                Receive.from(fd, span),
                Send.to(fd, span),
                SendZeroCopy.to(fd, span),
                SendMessage.to(fd, address, List.of(span)),
                ReceiveMessage.from(fd, List.of(span)),
                ReceiveFrom.of(fd, List.of(span), ControlMessage.sizeFor(8)),
                Poll.of(fd, PollEvent.IN),
                PollEach.of(fd, PollEvent.IN),
                Accept.on(fd),
                AcceptEach.on(fd),
                ReceiveEach.from(fd, groups),
                ReadEach.from(fd, groups),
                Timeout.after(Duration.ofSeconds(1)),
                TimeoutEach.every(Duration.ofSeconds(1)),
                Cancel.of(fd),
                Open.path("name"),
                OpenWithin.of(Fd.WORKING_DIRECTORY, "name"),
                Close.of(fd),
                Sync.of(fd),
                SyncRange.of(fd, 0, 0),
                Allocate.of(fd, 0, 1),
                Truncate.of(fd, 0),
                Advise.of(fd, 0, 0, Advice.RANDOM),
                AdviseMemory.of(buffer, Advice.NORMAL),
                Status.path("name"),
                Rename.of("a", "b"),
                Link.of("a", "b"),
                SymbolicLink.of("a", "b"),
                Unlink.file("a"),
                MakeDirectory.path("a", 0700),
                Splice.of(fd, fd, 1),
                Tee.of(fd, fd, 1),
                Connect.of(fd, address),
                Bind.of(fd, address),
                NewSocket.stream(SocketDomain.INET),
                Listen.of(fd, 1),
                Shutdown.of(fd, Half.SEND),
                NewPipe.create(),
                FutexWait.of(word, 0),
                FutexWake.of(word, 1),
                MessageRing.to(fd, 1, 2),
                SendMessageZeroCopy.to(fd, address, List.of(span)),
                ReceiveBundles.from(fd, groups),
                AcceptFrom.on(fd),
                SetAttribute.of(fd, "user.a", new byte[3]),
                SetAttribute.path("name", "user.a", new byte[3]),
                GetAttribute.of(fd, "user.a", 3),
                GetAttribute.path("name", "user.a", 3),
                ProvideBuffers.of(1, buffer, 0, 4, 16),
                RemoveBuffers.of(1, 4),
                WaitForProcess.pid(1),
                FutexWaitAny.of(List.of(new FutexWaitAny.Expected(word, 0))),
                EpollControl.add(new Fd<>(8), fd, 1, PollEvent.IN),
                EpollWait.on(new Fd<>(8), 4),
                Command.unreadBytes(fd));
    }
}
