package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import org.jspecify.annotations.Nullable;

/// An operation with something set that every operation can have.
final class Modified<R> extends Op<R> {

    private final Op<R> base;
    private final int flags;
    private final int personality;

    Modified(Op<R> base, int flags, int personality) {
        this.base = base;
        this.flags = flags;
        this.personality = personality;
    }

    @Override
    public Opcode opcode() {
        return base.opcode();
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        base.prepare(sqe, scratch);
        if ((flags & SqeFlag.ASYNC.bits()) != 0) {
            sqe.flag(SqeFlag.ASYNC);
        }
        if (personality != 0) {
            sqe.personality(personality);
        }
    }

    @Override
    protected R decode(int result, int resultFlags, Scratch scratch) {
        return base.decode(result, resultFlags, scratch);
    }

    @Override
    protected @Nullable Target<?> file() {
        return base.file();
    }

    @Override
    protected long scratchSize() {
        return base.scratchSize();
    }

    @Override
    protected boolean isSuccess(int result) {
        return base.isSuccess(result);
    }

    @Override
    protected void lend(Object run) {
        base.lend(run);
    }

    @Override
    protected void giveBack(Object run) {
        base.giveBack(run);
    }

    @Override
    protected int quietResult() {
        return base.quietResult();
    }

    @Override
    boolean isDrained() {
        return base.isDrained() || (flags & SqeFlag.IO_DRAIN.bits()) != 0;
    }

    @Override
    protected boolean makesFile() {
        return base.makesFile();
    }

    @Override
    public String toString() {
        String how = personality != 0 ? " as personality " + personality : "";
        how += (flags & SqeFlag.IO_DRAIN.bits()) != 0 ? " drained" : "";
        how += (flags & SqeFlag.ASYNC.bits()) != 0 ? " async" : "";
        return base + how;
    }
}
