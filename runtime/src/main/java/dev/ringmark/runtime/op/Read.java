package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Reads from a file into a buffer: READ.
///
/// Fewer bytes than asked for is a success: a pipe or socket gives what it has, a file what is
/// left. Without an offset the file position is used and moved. A short read breaks a link behind
/// it.
///
/// Since 5.6; io_uring_enter(2), read(2), pread(2).
public final class Read extends TransferOp {

    private static final long CURRENT = -1;

    private final long offset;
    private final int flags;

    private Read(Target<?> file, Span span, long offset, int flags) {
        super(file, span);
        this.offset = offset;
        this.flags = flags;
    }

    /// At the file's position, or of a file that has none.
    public static Read from(Target<? extends FileKind.Source> file, Span span) {
        return new Read(file, span, CURRENT, 0);
    }

    /// As [#from(Target, Span)], the whole buffer.
    public static Read from(Target<? extends FileKind.Source> file, OwnedBuffer buffer) {
        return from(file, Span.of(buffer));
    }

    /// As [#from(Target, Span)], native memory of the caller's.
    public static Read from(Target<? extends FileKind.Source> file, MemorySegment memory) {
        return from(file, OwnedBuffer.wrap(memory));
    }

    /// As [#from(Target, Span)], a direct buffer from its position to its limit.
    public static Read from(Target<? extends FileKind.Source> file, ByteBuffer buffer) {
        return from(file, OwnedBuffer.wrap(buffer));
    }

    /// As [#from(Target, Span)], an array: it is copied to and from native memory.
    public static Read from(Target<? extends FileKind.Source> file, byte[] array) {
        return from(file, OwnedBuffer.copying(array));
    }

    /// At an offset, leaving the file's position alone.
    ///
    /// @param offset in bytes, 0 or more
    public static Read at(Target<? extends FileKind.Seekable> file, long offset, Span span) {
        Require.range("offset", offset, 0, Long.MAX_VALUE - span.length());
        return new Read(file, span, offset, 0);
    }

    /// As [#at(Target, long, Span)], the whole buffer.
    public static Read at(
            Target<? extends FileKind.Seekable> file, long offset, OwnedBuffer buffer) {
        return at(file, offset, Span.of(buffer));
    }

    /// The same with other flags.
    public Read with(RwFlag... rwFlags) {
        return new Read(file, span, offset, Flag.bitsOf(rwFlags));
    }

    @Override
    public Opcode opcode() {
        return Opcode.READ;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.READ, file.number(), span.address(), span.length(), offset)
                .operationFlags(flags);
        fixed(sqe, file);
    }

    /// All of it: a transfer of less breaks the chain, and is told.
    @Override
    protected int quietResult() {
        return span.length();
    }
}
