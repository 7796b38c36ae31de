package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;
import java.util.Set;

/// Accepts one connection after the other: ACCEPT, multishot; single ones before 5.19. The sockets
/// are CLOEXEC.
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
    protected List<Feature> features() {
        return List.of(Feature.MULTISHOT_ACCEPT);
    }

    @Override
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        prepare(sqe, scratch);
        sqe.ioPriority(0);
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
