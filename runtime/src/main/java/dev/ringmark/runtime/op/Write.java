package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Writes a buffer to a file: WRITE.
///
/// Fewer bytes than given is a success: a pipe or socket takes what it has room for, a disk what it
/// can. Without an offset the file position is used and moved. A short write breaks a link behind
/// it.
///
/// Since 5.6; io_uring_enter(2), write(2), pwrite(2).
public final class Write extends TransferOp {

    private static final long CURRENT = -1;

    private final long offset;
    private final int flags;

    private Write(Target<?> file, Span span, long offset, int flags) {
        super(file, span);
        this.offset = offset;
        this.flags = flags;
    }

    /// At the file's position, or of a file that has none.
    public static Write to(Target<? extends FileKind.Sink> file, Span span) {
        return new Write(file, span, CURRENT, 0);
    }

    /// As [#to(Target, Span)], the whole buffer.
    public static Write to(Target<? extends FileKind.Sink> file, OwnedBuffer buffer) {
        return to(file, Span.of(buffer));
    }

    /// As [#to(Target, Span)], native memory of the caller's.
    public static Write to(Target<? extends FileKind.Sink> file, MemorySegment memory) {
        return to(file, OwnedBuffer.wrap(memory));
    }

    /// As [#to(Target, Span)], a direct buffer from its position to its limit.
    public static Write to(Target<? extends FileKind.Sink> file, ByteBuffer buffer) {
        return to(file, OwnedBuffer.wrap(buffer));
    }

    /// As [#to(Target, Span)], an array: it is copied to and from native memory.
    public static Write to(Target<? extends FileKind.Sink> file, byte[] array) {
        return to(file, OwnedBuffer.copying(array));
    }

    /// At an offset, leaving the file's position alone.
    ///
    /// @param offset in bytes, 0 or more
    public static Write at(Target<? extends FileKind.Seekable> file, long offset, Span span) {
        Require.range("offset", offset, 0, Long.MAX_VALUE - span.length());
        return new Write(file, span, offset, 0);
    }

    /// As [#at(Target, long, Span)], the whole buffer.
    public static Write at(
            Target<? extends FileKind.Seekable> file, long offset, OwnedBuffer buffer) {
        return at(file, offset, Span.of(buffer));
    }

    /// The same with other flags.
    public Write with(RwFlag... rwFlags) {
        return new Write(file, span, offset, Flag.bitsOf(rwFlags));
    }

    @Override
    public Opcode opcode() {
        return Opcode.WRITE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.WRITE, file.number(), span.address(), span.length(), offset)
                .operationFlags(flags);
        fixed(sqe, file);
    }

    /// All of it: a transfer of less breaks the chain, and is told.
    @Override
    protected int quietResult() {
        return span.length();
    }
}
