package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.MessageHeaderLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.List;

/// Sends several buffers as one message, also to an address: SENDMSG.
///
/// Since 5.3; io_uring_enter(2), sendmsg(2).
public final class SendMessage extends VectorOp {

    private final byte[] address;
    private final List<ControlMessage> control;
    private final int flags;

    private SendMessage(
            Target<?> file,
            List<Span> spans,
            byte[] address,
            List<ControlMessage> control,
            int flags) {
        super(file, spans);
        this.address = address;
        this.control = List.copyOf(control);
        this.flags = flags;
    }

    /// Over a connected socket.
    public static SendMessage to(Target<? extends FileKind.DataSocket> socket, List<Span> spans) {
        return new SendMessage(socket, spans, new byte[0], List.of(), 0);
    }

    /// To an address.
    public static SendMessage to(
            Target<? extends FileKind.Datagram> socket, SocketAddress address, List<Span> spans) {
        return new SendMessage(socket, spans, Addresses.encode(address), List.of(), 0);
    }

    /// The same with other flags.
    public SendMessage with(MessageFlag... messageFlags) {
        return new SendMessage(file, spans, address, control, Flag.bitsOf(messageFlags));
    }

    /// The same with something beside the data.
    public SendMessage carrying(List<ControlMessage> messages) {
        return new SendMessage(file, spans, address, messages, flags);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SENDMSG;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        prepare(Opcode.SENDMSG, sqe, scratch);
    }

    /// Fills the SQE for one of the opcodes that send a message.
    void prepare(Opcode opcode, Sqe sqe, Scratch scratch) {
        MemorySegment header = scratch.take(MessageHeaderLayout.SIZE);
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOV, iovecs(scratch));
        header.set(JAVA_LONG, MessageHeaderLayout.MSG_IOVLEN, spans.size());
        if (address.length > 0) {
            MemorySegment name = scratch.take(address.length);
            MemorySegment.copy(address, 0, name, JAVA_BYTE, 0, address.length);
            header.set(JAVA_LONG, MessageHeaderLayout.MSG_NAME, name.address());
            header.set(JAVA_INT, MessageHeaderLayout.MSG_NAMELEN, address.length);
        }
        int controlSize = ControlMessage.Codec.size(control);
        if (controlSize > 0) {
            MemorySegment memory = scratch.take(controlSize);
            ControlMessage.Codec.encode(control, memory);
            header.set(JAVA_LONG, MessageHeaderLayout.MSG_CONTROL, memory.address());
            header.set(JAVA_LONG, MessageHeaderLayout.MSG_CONTROLLEN, controlSize);
        }
        sqe.prepare(opcode, file.number(), header.address(), 1, 0)
                .operationFlags(flags | MessageFlag.NOSIGNAL.bits());
        fixed(sqe, file);
    }

    @Override
    protected long scratchSize() {
        return super.scratchSize()
                + MessageHeaderLayout.SIZE
                + 48
                + address.length
                + ControlMessage.Codec.size(control);
    }
}
