package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.MessageHeaderLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Receives one message into several buffers: RECVMSG.
///
/// The sender of a datagram is not told; use a connected socket. Since 5.3; io_uring_enter(2),
/// recvmsg(2).
public final class ReceiveMessage extends VectorOp {

    private final int flags;

    private ReceiveMessage(Target<?> file, List<Span> spans, int flags) {
        super(file, spans);
        this.flags = flags;
    }

    /// What a socket has.
    public static ReceiveMessage from(
            Target<? extends FileKind.DataSocket> socket, List<Span> spans) {
        return new ReceiveMessage(socket, spans, 0);
    }

    /// The same with other flags.
    public ReceiveMessage with(MessageFlag... messageFlags) {
        return new ReceiveMessage(file, spans, Flag.bitsOf(messageFlags));
    }

    @Override
    public Opcode opcode() {
        return Opcode.RECVMSG;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment header = scratch.take(MessageHeaderLayout.SIZE);
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOV, iovecs(scratch));
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOVLEN, spans.size());
        sqe.prepare(Opcode.RECVMSG, file.number(), header.address(), 1, 0).operationFlags(flags);
        fixed(sqe, file);
    }

    @Override
    protected long scratchSize() {
        return super.scratchSize() + MessageHeaderLayout.SIZE + 32;
    }
}
