package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;

/// Sends several buffers as one message without copying them: SENDMSG_ZC; copied, by SENDMSG,
/// before 6.1 and where the protocol has no other way.
///
/// The result comes first and the buffers later, when the network has let go of them (a second CQE,
/// NOTIF): this operation ends, and they are the program's, only then.
///
/// Since 6.1; io_uring_enter(2), sendmsg(2).
public final class SendMessageZeroCopy extends VectorOp {

    private final SendMessage plain;

    private SendMessageZeroCopy(SendMessage plain) {
        super(plain.file, plain.spans);
        this.plain = plain;
    }

    /// Over a connected socket.
    public static SendMessageZeroCopy to(
            Target<? extends FileKind.DataSocket> socket, List<Span> spans) {
        return new SendMessageZeroCopy(SendMessage.to(socket, spans));
    }

    /// To an address.
    public static SendMessageZeroCopy to(
            Target<? extends FileKind.Datagram> socket, SocketAddress address, List<Span> spans) {
        return new SendMessageZeroCopy(SendMessage.to(socket, address, spans));
    }

    /// The same with other flags.
    public SendMessageZeroCopy with(MessageFlag... messageFlags) {
        return new SendMessageZeroCopy(plain.with(messageFlags));
    }

    @Override
    public Opcode opcode() {
        return Opcode.SENDMSG_ZC;
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.ZERO_COPY_MESSAGE);
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        plain.prepare(Opcode.SENDMSG_ZC, sqe, scratch);
    }

    @Override
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        plain.prepare(sqe, scratch);
    }

    /// Some protocols copy always, and say so (-EOPNOTSUPP of AF_UNIX).
    @Override
    protected boolean isRefusal(int result) {
        return super.isRefusal(result) || result == Errno.EOPNOTSUPP.negative();
    }

    @Override
    protected long scratchSize() {
        return plain.scratchSize();
    }
}
