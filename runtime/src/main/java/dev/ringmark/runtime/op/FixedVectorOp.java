package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import java.util.List;

/// An operation that moves bytes between a file and several pieces of a registered buffer.
abstract class FixedVectorOp extends VectorOp {

    private final BufferSlot slot;
    private final long offset;

    /// @param offset in bytes, or -1 for the file's position
    FixedVectorOp(Target<?> file, BufferSlot slot, List<Span> pieces, long offset) {
        super(file, requireOf(slot, pieces));
        this.slot = slot;
        this.offset = offset;
    }

    private static List<Span> requireOf(BufferSlot slot, List<Span> pieces) {
        for (Span piece : pieces) {
            Require.that(
                    piece.buffer().equals(slot.buffer()), "pieces", piece, "pieces of " + slot);
        }
        return pieces;
    }

    @Override
    final boolean lendsOnce() {
        return true;
    }

    @Override
    final void checkMore() {
        slot.number();
    }

    @Override
    protected final void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(opcode(), file.number(), iovecs(scratch), spans.size(), offset)
                .bufferIndex(slot.number());
        fixed(sqe, file);
    }
}
