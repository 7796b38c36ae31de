package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.nio.ByteOrder;
import java.util.Set;

/// Waits once until a file is ready: POLL_ADD.
///
/// Since 5.1; io_uring_enter(2), poll(2). [PollEach] says so again and again.
public final class Poll extends Op<Set<PollEvent>> {

    private final Target<?> file;
    private final int mask;

    private Poll(Target<?> file, int mask) {
        this.file = file;
        this.mask = mask;
    }

    /// Until one of the events is there, or ERR, HUP or NVAL.
    public static Poll of(Target<?> file, PollEvent... events) {
        return new Poll(file, maskOf(events));
    }

    static int maskOf(PollEvent... events) {
        Require.that(events.length > 0, "events", "none", "one or more");
        return Flag.bitsOf(events);
    }

    /// `poll32_events`, whose halves change places on big-endian machines.
    static int wordOf(int mask) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? mask
                : Integer.rotateLeft(mask, Short.SIZE);
    }

    @Override
    public Opcode opcode() {
        return Opcode.POLL_ADD;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.POLL_ADD, file.number(), 0, 0, 0).operationFlags(wordOf(mask));
        fixed(sqe, file);
    }

    @Override
    protected Set<PollEvent> decode(int result, int flags, Scratch scratch) {
        return PollEvent.of(result);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return "POLL_ADD of " + file + " for " + PollEvent.of(mask);
    }
}
