package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;

/// Writes several pieces of a registered buffer, one after the other: WRITEV_FIXED.
///
/// Since 6.15; io_uring_enter(2), pwritev2(2).
public final class WriteVectorFixed extends VectorOp {

    private final BufferSlot slot;
    private final long offset;

    private WriteVectorFixed(Target<?> file, BufferSlot slot, List<Span> spans, long offset) {
        super(file, spans);
        this.slot = slot;
        this.offset = offset;
    }

    /// At the file's position, or of a file that has none.
    ///
    /// @param pieces of the slot's buffer
    public static WriteVectorFixed to(
            Target<? extends FileKind.Sink> file, BufferSlot slot, List<Span> pieces) {
        return new WriteVectorFixed(file, slot, requireOf(slot, pieces), -1);
    }

    /// At an offset, leaving the file's position alone.
    ///
    /// @param offset in bytes, 0 or more
    /// @param pieces of the slot's buffer
    public static WriteVectorFixed at(
            Target<? extends FileKind.Seekable> file,
            long offset,
            BufferSlot slot,
            List<Span> pieces) {
        Require.range("offset", offset, 0, Long.MAX_VALUE);
        return new WriteVectorFixed(file, slot, requireOf(slot, pieces), offset);
    }

    @Override
    boolean lendsOnce() {
        return true;
    }

    @Override
    public Opcode opcode() {
        return Opcode.WRITEV_FIXED;
    }

    @Override
    void checkMore() {
        slot.number();
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.WRITEV_FIXED, file.number(), iovecs(scratch), spans.size(), offset)
                .bufferIndex(slot.number());
        fixed(sqe, file);
    }
}
