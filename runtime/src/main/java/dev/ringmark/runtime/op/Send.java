package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Sends a buffer over a connected socket: SEND.
///
/// Fewer bytes than given is a success. The process gets no SIGPIPE: NOSIGNAL is always set.
///
/// Since 5.6; io_uring_enter(2), send(2).
public final class Send extends TransferOp {

    private final int flags;
    private final int options;

    private Send(Target<?> socket, Span span, int flags, int options) {
        super(socket, span);
        this.flags = flags;
        this.options = options;
    }

    /// A part of a buffer.
    public static Send to(Target<? extends FileKind.DataSocket> socket, Span span) {
        return new Send(socket, span, 0, 0);
    }

    /// The whole buffer.
    public static Send to(Target<? extends FileKind.DataSocket> socket, OwnedBuffer buffer) {
        return to(socket, Span.of(buffer));
    }

    /// Native memory of the caller's.
    public static Send to(Target<? extends FileKind.DataSocket> socket, MemorySegment memory) {
        return to(socket, OwnedBuffer.wrap(memory));
    }

    /// A direct buffer from its position to its limit.
    public static Send to(Target<? extends FileKind.DataSocket> socket, ByteBuffer buffer) {
        return to(socket, OwnedBuffer.wrap(buffer));
    }

    /// An array: it is copied to and from native memory.
    public static Send to(Target<? extends FileKind.DataSocket> socket, byte[] array) {
        return to(socket, OwnedBuffer.copying(array));
    }

    /// The same with other flags.
    public Send with(MessageFlag... messageFlags) {
        return new Send(file, span, Flag.bitsOf(messageFlags), options);
    }

    /// The same, waiting for readiness before the first attempt, for a socket that is not expected
    /// to be ready (POLL_FIRST, since 5.19).
    public Send pollFirst() {
        return new Send(file, span, flags, options | RecvSendFlag.RECVSEND_POLL_FIRST.bits());
    }

    @Override
    public Opcode opcode() {
        return Opcode.SEND;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.SEND, file.number(), span.address(), span.length(), 0)
                .operationFlags(flags | MessageFlag.NOSIGNAL.bits())
                .ioPriority(options);
        fixed(sqe, file);
    }
}
