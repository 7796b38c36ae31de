package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.buffer.BufferGroup;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/// A multishot whose answers come in buffers of a group: the group's choice is the kernel's where
/// it has buffer rings, else a buffer is set aside for each answer: before there is data while
/// half of the group would still be free, else once a poll has said that there is some.
///
/// When a group has run dry (-ENOBUFS) the operation goes on with another one, if the groups have
/// or may make one; else it ends with that.
///
/// @param <R> what one answer means
abstract class GroupOp<R> extends MultishotOp<R> {

    /* The scratch says what the SQE under way uses: the group's index, and the buffer that was set
     * aside, plus 1; 0 for none. An SQE that is filled again uses what is still set aside.
     *
     * Without buffer rings a waiting receive keeps its buffer, also one that the kernel has chosen
     * (PROVIDE_BUFFERS; it gives them back since 5.18, commit b1c62645758e). So when buffers are
     * few the wait is a poll's, which needs none, and idle connections starve nobody. */

    private static final int NOTES_SIZE = 2 * Integer.BYTES;
    private static final int DRY = -1;
    private static final int POLLING = -2;
    private static final int POLL_MASK = Poll.maskOf(PollEvent.IN, PollEvent.RDHUP);

    final Target<?> file;
    final BufferGroups groups;

    GroupOp(Target<?> file, BufferGroups groups) {
        this.file = file;
        this.groups = groups;
    }

    /// Fills the SQE; the choice of the buffer is added to it.
    ///
    /// @param without what it is not to use
    abstract void fill(Sqe sqe, Set<Feature> without);

    /// What one answer means.
    abstract R decode(BufferGroup group, int result, int cqeFlags);

    @Override
    protected final void prepare(Sqe sqe, Scratch scratch) {
        prepareWithout(sqe, scratch, EnumSet.noneOf(Feature.class));
    }

    @Override
    protected final void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        MemorySegment notes = scratch.at(0, NOTES_SIZE);
        boolean hasPolled = notes.get(JAVA_INT, Integer.BYTES) == POLLING;
        settle(scratch);
        int index = groups.choose();
        BufferGroup group = groups.at(index);
        int setAside = 0;
        if (group.isRing()) {
            fill(sqe, without);
            fixed(sqe, file);
            sqe.bufferGroup(group.group());
        } else if (hasPolled || group.isHalfFree()) {
            setAside = setAside(group, sqe);
        } else {
            int mask = Poll.wordOf(POLL_MASK);
            sqe.prepare(Opcode.POLL_ADD, file.number(), 0, 0, 0).operationFlags(mask);
            fixed(sqe, file);
            setAside = POLLING;
        }
        notes.set(JAVA_INT, 0, index);
        notes.set(JAVA_INT, Integer.BYTES, setAside);
    }

    private int setAside(BufferGroup group, Sqe sqe) {
        int id = group.setAside();
        if (id < 0) {
            sqe.prepare(Opcode.NOP, -1, 0, 0, 0); // its answer is read as -ENOBUFS
            return DRY;
        }
        fill(sqe, EnumSet.allOf(Feature.class));
        fixed(sqe, file);
        sqe.buffer(group.addressOf(id), group.bufferSize());
        return id + 1;
    }

    @Override
    protected long scratchSize() {
        return NOTES_SIZE;
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    protected final R decode(int result, int cqeFlags, Scratch scratch) {
        MemorySegment notes = scratch.at(0, NOTES_SIZE);
        int setAside = notes.get(JAVA_INT, Integer.BYTES);
        BufferGroup group = groups.at(notes.get(JAVA_INT, 0));
        if (setAside <= 0) {
            return decode(group, result, cqeFlags);
        }
        notes.set(JAVA_INT, Integer.BYTES, 0);
        int id = (setAside - 1) << CqeFlag.BUFFER_SHIFT.bits();
        return decode(group, result, id | CqeFlag.BUFFER.bits());
    }

    @Override
    final void settle(Scratch scratch) {
        MemorySegment notes = scratch.at(0, NOTES_SIZE);
        int setAside = notes.get(JAVA_INT, Integer.BYTES);
        if (setAside > 0) {
            groups.at(notes.get(JAVA_INT, 0)).putBack(setAside - 1);
        }
        notes.set(JAVA_INT, Integer.BYTES, 0);
    }

    private static boolean is(int state, Scratch scratch) {
        return scratch.at(0, NOTES_SIZE).get(JAVA_INT, Integer.BYTES) == state;
    }

    @Override
    final int resultOf(int result, Scratch scratch) {
        return is(DRY, scratch) ? Errno.ENOBUFS.negative() : result;
    }

    @Override
    final boolean goesOn(int result, Scratch scratch) {
        return goesOn(resultOf(result, scratch));
    }

    @Override
    final boolean isAnswer(int result, Scratch scratch) {
        return isSuccess(result) && !is(POLLING, scratch);
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
        return opcode() + ", multishot, from " + file;
    }
}
