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

    private static final String DEVICE = "needs a device driver that speaks it; an Op of one's own";

    /// Opcodes that no class here issues.
    static final Map<Opcode, String> WITHOUT = new EnumMap<>(Opcode.class);

    static {
        WITHOUT.put(Opcode.FILES_UPDATE, "FileTable registers synchronously");
        WITHOUT.put(Opcode.EPOLL_CTL, "a ring's own polls do what epoll does");
        WITHOUT.put(Opcode.EPOLL_WAIT, "a ring's own polls do what epoll does");
        WITHOUT.put(Opcode.PROVIDE_BUFFERS, "only buffer rings so far; an Op of one's own");
        WITHOUT.put(Opcode.REMOVE_BUFFERS, "only buffer rings so far; an Op of one's own");
        WITHOUT.put(Opcode.FSETXATTR, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.SETXATTR, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.FGETXATTR, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.GETXATTR, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.URING_CMD, DEVICE);
        WITHOUT.put(Opcode.URING_CMD128, DEVICE);
        WITHOUT.put(Opcode.NOP128, "needs a ring with 128-byte entries");
        WITHOUT.put(Opcode.RECV_ZC, "needs a network card with header split");
        WITHOUT.put(Opcode.SENDMSG_ZC, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.WAITID, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.FUTEX_WAITV, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.READV_FIXED, "not yet; an Op of one's own");
        WITHOUT.put(Opcode.WRITEV_FIXED, "not yet; an Op of one's own");
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
                MessageRing.to(fd, 1, 2));
    }
}
