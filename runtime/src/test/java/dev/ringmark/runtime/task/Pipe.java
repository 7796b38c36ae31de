package dev.ringmark.runtime.task;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/// A pipe whose reads stay under way until somebody writes or ends them; counts what is released.
final class Pipe implements AutoCloseable {

    /// How many reads the kernel has let go of.
    final AtomicInteger releases = new AtomicInteger();

    private final int[] ends = new int[2];
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(8);

    Pipe() {
        int result = Kernel.host().calls().pipe(ends, 0);
        if (result < 0) {
            throw new AssertionError("pipe returned " + result);
        }
    }

    int readFd() {
        return ends[0];
    }

    int writeFd() {
        return ends[1];
    }

    RawRequest read() {
        return new RawRequest() {
            @Override
            public void prepare(Sqe sqe) {
                sqe.prepare(Opcode.READ, ends[0], memory.address(), 8, -1);
            }

            @Override
            public void released() {
                releases.incrementAndGet();
            }
        };
    }

    /// Gives one read something to read.
    void write() {
        int result = Kernel.host().calls().write(ends[1], memory);
        if (result != 8) {
            throw new AssertionError("write returned " + result);
        }
    }

    /// The memory is not given back: a test that fails may have left it with the kernel.
    @Override
    public void close() {
        Kernel.host().calls().close(ends[0]);
        Kernel.host().calls().close(ends[1]);
    }
}
