package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;

/// Makes a pipe: PIPE. Both ends are CLOEXEC.
///
/// If the operation ends after its driver has, the ends stay open: their numbers are not in the
/// answer. Since 6.16; io_uring_enter(2), pipe2(2).
public final class NewPipe extends Op<PipeEnds> {

    private final int flags;

    private NewPipe(int flags) {
        this.flags = flags;
    }

    /// A pipe.
    public static NewPipe create() {
        return new NewPipe(AcceptOption.CLOEXEC.bits());
    }

    @Override
    public Opcode opcode() {
        return Opcode.PIPE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long ends = scratch.take(2 * Integer.BYTES).address();
        sqe.prepare(Opcode.PIPE, 0, ends, 0, 0).operationFlags(flags);
    }

    @Override
    protected long scratchSize() {
        return 2 * Integer.BYTES;
    }

    @Override
    protected PipeEnds decode(int result, int cqeFlags, Scratch scratch) {
        MemorySegment ends = scratch.at(0, 2 * Integer.BYTES);
        return new PipeEnds(
                new Fd<>(ends.get(JAVA_INT, 0)), new Fd<>(ends.get(JAVA_INT, Integer.BYTES)));
    }

    @Override
    protected int[] filesOf(int result, PipeEnds ends) {
        return new int[] {ends.reader().number(), ends.writer().number()};
    }

    @Override
    public String toString() {
        return "PIPE";
    }
}
