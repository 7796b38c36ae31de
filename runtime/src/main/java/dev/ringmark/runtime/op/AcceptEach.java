package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.Opcode;

/// Accepts one connection after the other: ACCEPT, multishot. The sockets are CLOEXEC.
///
/// Since 5.19; io_uring_enter(2), accept4(2).
public final class AcceptEach extends MultishotOp<Fd<FileKind.Stream>> {

    private final Target<?> listener;

    private AcceptEach(Target<?> listener) {
        this.listener = listener;
    }

    /// Every connection from now on.
    public static AcceptEach on(Target<? extends FileKind.Listener> listener) {
        return new AcceptEach(listener);
    }

    @Override
    public Opcode opcode() {
        return Opcode.ACCEPT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.ACCEPT, listener.number(), 0, 0, 0)
                .operationFlags(AcceptOption.CLOEXEC.bits())
                .ioPriority(AcceptFlag.MULTISHOT.bits());
        fixed(sqe, listener);
    }

    @Override
    protected Target<?> file() {
        return listener;
    }

    @Override
    protected Fd<FileKind.Stream> decode(int result, int cqeFlags, Scratch scratch) {
        return new Fd<>(result);
    }

    @Override
    protected boolean goesOn(int result) {
        return result >= 0;
    }

    @Override
    protected boolean makesFile() {
        return true;
    }

    @Override
    public String toString() {
        return "ACCEPT, multishot, on " + listener;
    }
}
