package dev.ringmark.runtime.op;

import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.time.Duration;

/// Bounds the operation before it in its chain: LINK_TIMEOUT.
///
/// -ETIME says that the time was up and the target was to be cancelled, -ECANCELED that the target
/// was faster. Since 5.5; io_uring_enter(2). Made by [Chain#within] only, since without a target it
/// is an error.
final class LinkTimeout extends Op<Timeout.End> {

    private final Duration time;

    LinkTimeout(Duration time) {
        this.time = Times.requireSpan("time", time);
    }

    @Override
    public Opcode opcode() {
        return Opcode.LINK_TIMEOUT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long address = scratch.timespec(time.getSeconds(), time.getNano());
        sqe.prepare(Opcode.LINK_TIMEOUT, -1, address, 1, 0);
    }

    @Override
    protected long scratchSize() {
        return TimespecLayout.SIZE;
    }

    @Override
    protected boolean isSuccess(int result) {
        return result == Errno.ETIME.negative();
    }

    @Override
    protected Timeout.End decode(int result, int flags, Scratch scratch) {
        return Timeout.End.TIME;
    }

    @Override
    public String toString() {
        return "LINK_TIMEOUT of " + time;
    }
}
