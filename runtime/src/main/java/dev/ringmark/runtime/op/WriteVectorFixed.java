package dev.ringmark.runtime.op;

import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;

/// Writes several pieces of a registered buffer, one after the other: WRITEV_FIXED.
///
/// Since 6.15; io_uring_enter(2), pwritev2(2).
public final class WriteVectorFixed extends FixedVectorOp {

    private WriteVectorFixed(Target<?> file, BufferSlot slot, List<Span> pieces, long offset) {
        super(file, slot, pieces, offset);
    }

    /// At the file's position, or of a file that has none.
    ///
    /// @param pieces of the slot's buffer
    public static WriteVectorFixed to(
            Target<? extends FileKind.Sink> file, BufferSlot slot, List<Span> pieces) {
        return new WriteVectorFixed(file, slot, pieces, -1);
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
        return new WriteVectorFixed(file, slot, pieces, offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.WRITEV_FIXED;
    }
}
