package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Puts the pieces of a buffer into a group for the kernel to choose from: PROVIDE_BUFFERS, the
/// classic way before buffer rings.
///
/// The buffer is not lent, for its pieces are the kernel's after this operation has ended: each
/// until a completion names it, all until [RemoveBuffers]. It must stay for that long.
///
/// Since 5.7; io_uring_enter(2), io_uring_prep_provide_buffers(3).
public final class ProvideBuffers extends DoneOp {

    private static final int ID_MAX = 0xffff;

    private final int group;
    private final OwnedBuffer buffer;
    private final int first;
    private final int count;
    private final int size;

    private ProvideBuffers(int group, OwnedBuffer buffer, int first, int count, int size) {
        this.group = Require.range("group", group, 0, ID_MAX);
        this.buffer = buffer;
        this.size = Require.range("size", size, 1, Integer.MAX_VALUE);
        this.count = Require.range("count", count, 1, ID_MAX);
        this.first = Require.range("first", first, 0, ID_MAX - count + 1);
        long end = ((long) first + count) * size;
        Require.that(end <= buffer.size(), "count", count, "pieces within the buffer");
    }

    /// Pieces of one size, of which the one called `first` begins at `first * size`.
    ///
    /// @param group its number, 0 to 65535
    /// @param first what the first is called, 0 to 65535
    /// @param count how many, 1 or more
    /// @param size of each, in bytes
    public static ProvideBuffers of(int group, OwnedBuffer buffer, int first, int count, int size) {
        return new ProvideBuffers(group, buffer, first, count, size);
    }

    @Override
    public Opcode opcode() {
        return Opcode.PROVIDE_BUFFERS;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long address = buffer.view().address() + (long) first * size;
        sqe.prepare(Opcode.PROVIDE_BUFFERS, count, address, size, first).bufferIndex(group);
    }

    @Override
    public String toString() {
        return "PROVIDE_BUFFERS of " + count + " pieces of " + size + " bytes to group " + group;
    }
}
