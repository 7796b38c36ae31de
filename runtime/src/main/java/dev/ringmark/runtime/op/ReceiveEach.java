package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.BufferGroup;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import java.util.List;
import java.util.Set;

/// Receives into buffers that the kernel chooses, for as long as data comes: RECV, multishot;
/// single ones before 6.0.
///
/// When the group has run dry (-ENOBUFS) it goes on with another one, if the groups have or may
/// make one; else it ends with that. The end of the stream is an end without error. Since 6.0;
/// io_uring_enter(2), io_uring_prep_recv_multishot(3).
public final class ReceiveEach extends GroupOp<Filled> {

    private ReceiveEach(Target<?> file, BufferGroups groups) {
        super(file, groups);
    }

    /// Each answer has to be closed, which gives its buffer back.
    public static ReceiveEach from(
            Target<? extends FileKind.DataSocket> file, BufferGroups groups) {
        return new ReceiveEach(file, groups);
    }

    @Override
    public Opcode opcode() {
        return Opcode.RECV;
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.MULTISHOT_RECEIVE);
    }

    @Override
    void fill(Sqe sqe, Set<Feature> without) {
        sqe.prepare(Opcode.RECV, file.number(), 0, 0, 0);
        if (!without.contains(Feature.MULTISHOT_RECEIVE)) {
            sqe.ioPriority(RecvSendFlag.RECV_MULTISHOT.bits());
        }
    }

    @Override
    Filled decode(BufferGroup group, int result, int cqeFlags) {
        return group.take(result, cqeFlags);
    }
}
