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

/// Receives into as many buffers at once as the data fills, for as long as data comes: RECV,
/// multishot, in bundles; as [ReceiveEach] where the kernel has none.
///
/// Since 6.10; io_uring_enter(2), io_uring_prep_recv(3).
public final class ReceiveBundles extends GroupOp<List<Filled>> {

    private ReceiveBundles(Target<?> file, BufferGroups groups) {
        super(file, groups);
    }

    /// Each piece of an answer has to be closed, which gives its buffer back.
    ///
    /// @param groups without incremental consumption
    public static ReceiveBundles from(
            Target<? extends FileKind.DataSocket> file, BufferGroups groups) {
        Require.that(!groups.isIncremental(), "groups", "incremental ones", "whole buffers");
        return new ReceiveBundles(file, groups);
    }

    @Override
    public Opcode opcode() {
        return Opcode.RECV;
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.BUNDLES, Feature.MULTISHOT_RECEIVE);
    }

    @Override
    void fill(Sqe sqe, Set<Feature> without) {
        int options = 0;
        if (!without.contains(Feature.BUNDLES)) {
            options |= RecvSendFlag.RECVSEND_BUNDLE.bits();
        }
        if (!without.contains(Feature.MULTISHOT_RECEIVE)) {
            options |= RecvSendFlag.RECV_MULTISHOT.bits();
        }
        sqe.prepare(Opcode.RECV, file.number(), 0, 0, 0).ioPriority(options);
    }

    @Override
    List<Filled> decode(BufferGroup group, int result, int cqeFlags) {
        return group.takeAll(result, cqeFlags);
    }
}
