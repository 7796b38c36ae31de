package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import java.util.List;
import java.util.Set;

/// Says each time a file becomes ready: POLL_ADD, multishot.
///
/// An event is told when it happens, and may be told for as long as it lasts (always before 5.13,
/// where single polls stand in): read to the end each time. Since 5.13; io_uring_enter(2), poll(2).
public final class PollEach extends MultishotOp<Set<PollEvent>> {

    private final Target<?> file;
    private final int mask;

    private PollEach(Target<?> file, int mask) {
        this.file = file;
        this.mask = mask;
    }

    /// When one of the events comes, or ERR, HUP or NVAL.
    public static PollEach of(Target<?> file, PollEvent... events) {
        return new PollEach(file, Poll.maskOf(events));
    }

    @Override
    public Opcode opcode() {
        return Opcode.POLL_ADD;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.POLL_ADD, file.number(), 0, PollFlag.ADD_MULTI.bits(), 0)
                .operationFlags(Poll.wordOf(mask));
        fixed(sqe, file);
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.MULTISHOT_POLL);
    }

    @Override
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        sqe.prepare(Opcode.POLL_ADD, file.number(), 0, 0, 0).operationFlags(Poll.wordOf(mask));
        fixed(sqe, file);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    protected Set<PollEvent> decode(int result, int cqeFlags, Scratch scratch) {
        return PollEvent.of(result);
    }

    @Override
    protected boolean goesOn(int result) {
        return result > 0;
    }

    @Override
    public String toString() {
        return "POLL_ADD, multishot, of " + file;
    }
}
