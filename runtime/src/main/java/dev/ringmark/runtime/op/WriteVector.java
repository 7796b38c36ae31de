package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;

/// Writes several buffers, one after the other: WRITEV.
///
/// Since 5.1; io_uring_enter(2), pwritev2(2).
public final class WriteVector extends VectorOp {

    private final long offset;

    private WriteVector(Target<?> file, List<Span> spans, long offset) {
        super(file, spans);
        this.offset = offset;
    }

    /// At the file's position, or of a file that has none.
    public static WriteVector to(Target<? extends FileKind.Sink> file, List<Span> spans) {
        return new WriteVector(file, spans, -1);
    }

    /// At an offset, leaving the file's position alone.
    ///
    /// @param offset in bytes, 0 or more
    public static WriteVector at(
            Target<? extends FileKind.Seekable> file, long offset, List<Span> spans) {
        Require.range("offset", offset, 0, Long.MAX_VALUE);
        return new WriteVector(file, spans, offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.WRITEV;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.WRITEV, file.number(), iovecs(scratch), spans.size(), offset);
        fixed(sqe, file);
    }
}
