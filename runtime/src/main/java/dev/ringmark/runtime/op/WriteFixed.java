package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Writes a registered buffer to a file: WRITE_FIXED.
///
/// As [Write] otherwise. Since 5.1; io_uring_enter(2).
public final class WriteFixed extends TransferOp {

    private final BufferSlot slot;
    private final long offset;

    private WriteFixed(Target<?> file, BufferSlot slot, Span span, long offset) {
        super(file, span);
        this.slot = slot;
        this.offset = offset;
    }

    /// At the file's position, or of a file that has none; the whole buffer.
    public static WriteFixed to(Target<? extends FileKind.Sink> file, BufferSlot slot) {
        return new WriteFixed(file, slot, Span.of(slot.buffer()), -1);
    }

    /// At an offset.
    ///
    /// @param offset in bytes, 0 or more
    /// @param start where in the buffer
    /// @param length how many bytes at most
    public static WriteFixed at(
            Target<? extends FileKind.Seekable> file,
            long offset,
            BufferSlot slot,
            long start,
            int length) {
        Require.range("offset", offset, 0, Long.MAX_VALUE - length);
        return new WriteFixed(file, slot, new Span(slot.buffer(), start, length), offset);
    }

    @Override
    public Opcode opcode() {
        return Opcode.WRITE_FIXED;
    }

    @Override
    void checkMore() {
        slot.number();
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.WRITE_FIXED, file.number(), span.address(), span.length(), offset)
                .bufferIndex(slot.number());
        fixed(sqe, file);
    }

    /// All of it: a transfer of less breaks the chain, and is told.
    @Override
    protected int quietResult() {
        return span.length();
    }
}
