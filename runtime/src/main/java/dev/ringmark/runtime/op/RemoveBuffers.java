package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Takes buffers out of a group again, and says how many: REMOVE_BUFFERS.
///
/// Since 5.7; io_uring_enter(2), io_uring_prep_remove_buffers(3).
public final class RemoveBuffers extends Op<Integer> {

    private static final int ID_MAX = 0xffff;

    private final int group;
    private final int count;

    private RemoveBuffers(int group, int count) {
        this.group = Require.range("group", group, 0, ID_MAX);
        this.count = Require.range("count", count, 1, ID_MAX);
    }

    /// As many as there are, up to a count; -ENOENT where there is no such group.
    public static RemoveBuffers of(int group, int count) {
        return new RemoveBuffers(group, count);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REMOVE_BUFFERS;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.REMOVE_BUFFERS, count, 0, 0, 0).bufferIndex(group);
    }

    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "REMOVE_BUFFERS of " + count + " in group " + group;
    }
}
