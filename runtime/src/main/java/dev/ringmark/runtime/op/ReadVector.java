package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;

/// Reads into several buffers, one after the other: READV.
///
/// Since 5.1; io_uring_enter(2), preadv2(2).
public final class ReadVector extends VectorOp {

    private final long offset;

    private ReadVector(Target<?> file, List<Span> spans, long offset) {
        super(file, spans);
        this.offset = offset;
    }

    /// At the file's position, or of a file that has none.
    public static ReadVector from(Target<? extends FileKind.Source> file, List<Span> spans) {
        return new ReadVector(file, spans, -1);
    }

    /// At an offset, leaving the file's position alone.
    ///
    /// @param offset in bytes, 0 or more
    public static ReadVector at(
            Target<? extends FileKind.Seekable> file, long offset, List<Span> spans) {
        Require.range("offset", offset, 0, Long.MAX_VALUE);
        return new ReadVector(file, spans, offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.READV;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.READV, file.number(), iovecs(scratch), spans.size(), offset);
        fixed(sqe, file);
    }
}
