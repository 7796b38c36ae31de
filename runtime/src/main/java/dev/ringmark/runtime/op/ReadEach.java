package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

/// Reads into buffers that the kernel chooses, for as long as data comes: READ_MULTISHOT, for pipes
/// and the like.
///
/// When the group has run dry (-ENOBUFS) it goes on with another one, if the groups have or may
/// make one; else it ends with that. Since 6.7; io_uring_enter(2), io_uring_prep_read_multishot(3).
public final class ReadEach extends MultishotOp<Filled> {

    private final Target<?> file;
    private final BufferGroups groups;

    private ReadEach(Target<?> file, BufferGroups groups) {
        this.file = file;
        this.groups = groups;
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
    protected void prepare(Sqe sqe, Scratch scratch) {
        int index = groups.choose();
        scratch.integer(index); // which group the answers are from
        sqe.prepare(Opcode.READ_MULTISHOT, file.number(), 0, 0, -1)
                .bufferGroup(groups.at(index).group());
        fixed(sqe, file);
    }

    @Override
    protected long scratchSize() {
        return Integer.BYTES;
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    protected Filled decode(int result, int cqeFlags, Scratch scratch) {
        int index = scratch.at(0, Integer.BYTES).get(JAVA_INT, 0);
        return groups.at(index).take(result, cqeFlags);
    }

    @Override
    protected boolean goesOn(int result) {
        return result > 0 || (result == Errno.ENOBUFS.negative() && groups.canFeed());
    }

    @Override
    protected boolean isSuccess(int result) {
        return result > 0;
    }

    @Override
    public String toString() {
        return "READ_MULTISHOT, multishot, from " + file;
    }
}
