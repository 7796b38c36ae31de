package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/// Receives what a socket has: RECV.
///
/// 0 bytes is the end of the stream. A short receive does not break a link, unlike a short read,
/// unless WAITALL was asked for (K22).
///
/// Since 5.6; io_uring_enter(2), recv(2).
public final class Receive extends TransferOp {

    private static final List<Feature> POLLING = List.of(Feature.POLL_FIRST);

    private final int flags;
    private final int options;

    private Receive(Target<?> socket, Span span, int flags, int options) {
        super(socket, span);
        this.flags = flags;
        this.options = options;
    }

    /// A part of a buffer.
    public static Receive from(Target<? extends FileKind.DataSocket> socket, Span span) {
        return new Receive(socket, span, 0, 0);
    }

    /// The whole buffer.
    public static Receive from(Target<? extends FileKind.DataSocket> socket, OwnedBuffer buffer) {
        return from(socket, Span.of(buffer));
    }

    /// Native memory of the caller's.
    public static Receive from(Target<? extends FileKind.DataSocket> socket, MemorySegment memory) {
        return from(socket, OwnedBuffer.wrap(memory));
    }

    /// A direct buffer from its position to its limit.
    public static Receive from(Target<? extends FileKind.DataSocket> socket, ByteBuffer buffer) {
        return from(socket, OwnedBuffer.wrap(buffer));
    }

    /// An array: it is copied to and from native memory.
    public static Receive from(Target<? extends FileKind.DataSocket> socket, byte[] array) {
        return from(socket, OwnedBuffer.copying(array));
    }

    /// The same with other flags.
    public Receive with(MessageFlag... messageFlags) {
        return new Receive(file, span, Flag.bitsOf(messageFlags), options);
    }

    /// The same, waiting for readiness before the first attempt, for a socket that is not expected
    /// to be ready: POLL_FIRST, since 5.19; an attempt like any other before that, and on a file
    /// that does not wait by itself (O_NONBLOCK).
    public Receive pollFirst() {
        return new Receive(file, span, flags, options | RecvSendFlag.RECVSEND_POLL_FIRST.bits());
    }

    @Override
    public Opcode opcode() {
        return Opcode.RECV;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.RECV, file.number(), span.address(), span.length(), 0)
                .operationFlags(flags)
                .ioPriority(options);
        fixed(sqe, file);
    }

    @Override
    protected List<Feature> features() {
        return options == 0 ? List.of() : POLLING;
    }

    @Override
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        prepare(sqe, scratch);
        sqe.ioPriority(0);
    }

    @Override
    protected boolean isRefusal(int result) {
        return super.isRefusal(result) || result == Errno.EAGAIN.negative();
    }
}
