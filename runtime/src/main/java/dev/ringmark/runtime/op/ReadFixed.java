package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Reads from a file into a registered buffer: READ_FIXED.
///
/// As [Read] otherwise. Since 5.1; io_uring_enter(2).
public final class ReadFixed extends TransferOp {

    private final BufferSlot slot;
    private final long offset;

    private ReadFixed(Target<?> file, BufferSlot slot, Span span, long offset) {
        super(file, span);
        this.slot = slot;
        this.offset = offset;
    }

    /// At the file's position, or of a file that has none; the whole buffer.
    public static ReadFixed from(Target<? extends FileKind.Source> file, BufferSlot slot) {
        return new ReadFixed(file, slot, Span.of(slot.buffer()), -1);
    }

    /// At an offset.
    ///
    /// @param offset in bytes, 0 or more
    /// @param start where in the buffer
    /// @param length how many bytes at most
    public static ReadFixed at(
            Target<? extends FileKind.Seekable> file,
            long offset,
            BufferSlot slot,
            long start,
            int length) {
        Require.range("offset", offset, 0, Long.MAX_VALUE - length);
        return new ReadFixed(file, slot, new Span(slot.buffer(), start, length), offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.READ_FIXED;
    }

    @Override
    void checkMore() {
        slot.number();
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.READ_FIXED, file.number(), span.address(), span.length(), offset)
                .bufferIndex(slot.number());
        fixed(sqe, file);
    }

    /// All of it: a transfer of less breaks the chain, and is told.
    @Override
    protected int quietResult() {
        return span.length();
    }
}
