package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A read of an empty pipe, which stays under way until somebody writes or cancels.
final class PipeRead extends NopOperation implements AutoCloseable {

    private final int[] ends = new int[2];
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(8);

    private final SqeFlag[] flags;

    PipeRead(SqeFlag... flags) {
        this.flags = flags;
        int result = Kernel.host().calls().pipe(ends, 0);
        if (result < 0) {
            throw new AssertionError("pipe returned " + result);
        }
    }

    @Override
    protected void prepare(Sqe sqe) {
        sqe.prepare(Opcode.READ, ends[0], memory.address(), 8, -1);
        for (SqeFlag flag : flags) {
            sqe.flag(flag);
        }
    }

    /// Gives it something to read.
    void write() {
        Kernel.host().calls().write(ends[1], memory);
    }

    /// Its memory is freed, so it must have ended.
    @Override
    public void close() {
        Kernel.host().calls().close(ends[0]);
        Kernel.host().calls().close(ends[1]);
        if (!isPending()) {
            arena.close();
        }
    }
}
