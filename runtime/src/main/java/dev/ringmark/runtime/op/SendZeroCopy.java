package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;
import java.util.Set;

/// Sends a buffer over a connected socket without copying it: SEND_ZC; copied, by SEND, before 6.0
/// and where the protocol has no other way.
///
/// The result comes first and the buffer later, when the network has let go of it (a second CQE,
/// NOTIF): this operation ends, and its buffer is the program's, only then.
///
/// Since 6.0; io_uring_enter(2), send(2).
public final class SendZeroCopy extends TransferOp {

    private final int flags;

    private SendZeroCopy(Target<?> socket, Span span, int flags) {
        super(socket, span);
        this.flags = flags;
    }

    /// A part of a buffer.
    public static SendZeroCopy to(Target<? extends FileKind.DataSocket> socket, Span span) {
        return new SendZeroCopy(socket, span, 0);
    }

    /// The whole buffer.
    public static SendZeroCopy to(
            Target<? extends FileKind.DataSocket> socket, OwnedBuffer buffer) {
        return to(socket, Span.of(buffer));
    }

    /// The same with other flags.
    public SendZeroCopy with(MessageFlag... messageFlags) {
        return new SendZeroCopy(file, span, Flag.bitsOf(messageFlags));
    }

    @Override
    public Opcode opcode() {
        return Opcode.SEND_ZC;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.SEND_ZC, file.number(), span.address(), span.length(), 0)
                .operationFlags(flags | MessageFlag.NOSIGNAL.bits());
        fixed(sqe, file);
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.ZERO_COPY_SEND);
    }

    @Override
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        sqe.prepare(Opcode.SEND, file.number(), span.address(), span.length(), 0)
                .operationFlags(flags | MessageFlag.NOSIGNAL.bits());
        fixed(sqe, file);
    }

    /// Some protocols copy always, and say so (-EOPNOTSUPP of AF_UNIX).
    @Override
    protected boolean isRefusal(int result) {
        return super.isRefusal(result) || result == Errno.EOPNOTSUPP.negative();
    }
}
