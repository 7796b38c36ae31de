package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.BufferGroup;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;
import java.util.Set;

/// Reads into buffers that the kernel chooses, for as long as data comes: READ_MULTISHOT, for pipes
/// and the like; single READs before 6.7.
///
/// When the group has run dry (-ENOBUFS) it goes on with another one, if the groups have or may
/// make one; else it ends with that. Since 6.7; io_uring_enter(2), io_uring_prep_read_multishot(3).
public final class ReadEach extends GroupOp<Filled> {

    private ReadEach(Target<?> file, BufferGroups groups) {
        super(file, groups);
    }

    /// Each answer has to be closed, which gives its buffer back.
    public static ReadEach from(Target<? extends FileKind.Source> file, BufferGroups groups) {
        return new ReadEach(file, groups);
    }

    @Override
    public Opcode opcode() {
        return Opcode.READ_MULTISHOT;
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.MULTISHOT_READ);
    }

    @Override
    void fill(Sqe sqe, Set<Feature> without) {
        Opcode opcode =
                without.contains(Feature.MULTISHOT_READ) ? Opcode.READ : Opcode.READ_MULTISHOT;
        sqe.prepare(opcode, file.number(), 0, 0, -1);
    }

    @Override
    Filled decode(BufferGroup group, int result, int cqeFlags) {
        return group.take(result, cqeFlags);
    }
}
