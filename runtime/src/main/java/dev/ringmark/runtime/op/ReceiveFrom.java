package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.MessageHeaderLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Receives one message into several buffers, and says who sent it and what came with it: RECVMSG.
///
/// Files that came are CLOEXEC, and closed when the operation ends after its caller has left. Since
/// 5.3; io_uring_enter(2), recvmsg(2), cmsg(3).
public final class ReceiveFrom extends Op<ReceivedMessage> {

    private static final int CLOEXEC = 0x4000_0000; // MSG_CMSG_CLOEXEC
    private static final int TRUNC = 0x20; // MSG_TRUNC
    private static final int CTRUNC = 0x8; // MSG_CTRUNC
    private static final int CONTROL_MAX = 1 << 16;
    private static final long ADDRESS_AT = MessageHeaderLayout.SIZE + 8; // scratch aligns to 16
    private static final long CONTROL_AT = ADDRESS_AT + Addresses.SIZE_MAX;

    private final ReceiveMessage plain;
    private final int controlSize;
    private final int flags;

    private ReceiveFrom(ReceiveMessage plain, int controlSize, int flags) {
        this.plain = plain;
        this.controlSize = Require.range("controlSize", controlSize, 0, CONTROL_MAX);
        this.flags = flags;
    }

    /// The next message of a socket.
    ///
    /// @param controlSize how much room there is for what comes beside the data, in bytes, as
    ///     [ControlMessage#sizeFor] counts them; 0 to 65536
    public static ReceiveFrom of(
            Target<? extends FileKind.DataSocket> socket, List<Span> spans, int controlSize) {
        return new ReceiveFrom(ReceiveMessage.from(socket, spans), controlSize, 0);
    }

    /// The same with other flags.
    public ReceiveFrom with(MessageFlag... messageFlags) {
        return new ReceiveFrom(plain, controlSize, Flag.bitsOf(messageFlags));
    }

    @Override
    public Opcode opcode() {
        return Opcode.RECVMSG;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment header = scratch.take(MessageHeaderLayout.SIZE);
        MemorySegment address = scratch.take(Addresses.SIZE_MAX);
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_NAME, address.address());
        header.set(JAVA_INT, MessageHeaderLayout.MSG_NAMELEN, Addresses.SIZE_MAX);
        MemorySegment control = scratch.take(controlSize);
        if (controlSize > 0) {
            header.set(JAVA_LONG, MessageHeaderLayout.MSG_CONTROL, control.address());
            header.set(JAVA_LONG, MessageHeaderLayout.MSG_CONTROLLEN, controlSize);
        }
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOV, plain.iovecs(scratch));
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOVLEN, plain.spans.size());
        sqe.prepare(Opcode.RECVMSG, plain.file.number(), header.address(), 1, 0)
                .operationFlags(flags | CLOEXEC);
        fixed(sqe, plain.file);
    }

    @Override
    protected long scratchSize() {
        return plain.scratchSize() + CONTROL_AT + controlSize + 32;
    }

    @Override
    protected ReceivedMessage decode(int result, int cqeFlags, Scratch scratch) {
        MemorySegment header = scratch.at(0, MessageHeaderLayout.SIZE);
        int messageFlags = header.get(JAVA_INT, MessageHeaderLayout.MSG_FLAGS);
        long controlLength =
                Math.min(controlSize, header.get(JAVA_LONG, MessageHeaderLayout.MSG_CONTROLLEN));
        return new ReceivedMessage(
                result,
                sender(header, scratch),
                ControlMessage.Codec.decode(scratch.at(CONTROL_AT, controlLength)),
                (messageFlags & TRUNC) != 0,
                (messageFlags & CTRUNC) != 0);
    }

    private static @Nullable SocketAddress sender(MemorySegment header, Scratch scratch) {
        int length = header.get(JAVA_INT, MessageHeaderLayout.MSG_NAMELEN);
        if (length <= Short.BYTES) {
            return null;
        }
        int size = Math.min(length, Addresses.SIZE_MAX);
        return Addresses.decode(scratch.at(ADDRESS_AT, Addresses.SIZE_MAX), size);
    }

    @Override
    protected int[] filesOf(int result, ReceivedMessage message) {
        return message.files().stream().mapToInt(Fd::number).toArray();
    }

    @Override
    protected void lend(Object run) {
        plain.lend(run);
    }

    @Override
    protected void giveBack(Object run) {
        plain.giveBack(run);
    }

    @Override
    protected Target<?> file() {
        return plain.file;
    }

    @Override
    public String toString() {
        return "RECVMSG with address of " + plain.file + ", " + plain.spans;
    }
}
