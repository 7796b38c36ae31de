package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A small workload for seeds: NOPs and pipe reads and writes in an order that chance decides, on a
/// ring that is opened, drained and closed.
final class Workload {

    private static final int ROUNDS = 16;
    private static final int BATCH_MAX = 8;
    private static final long READ = 1L << 32;

    private final Kernel kernel;
    private final RandomGenerator chance;
    private final MemorySegment memory;
    private int inFlight;
    private int completed;

    /// @param memory 64 bytes that outlive the kernel
    Workload(Kernel kernel, RandomGenerator chance, MemorySegment memory) {
        this.kernel = kernel;
        this.chance = chance;
        this.memory = memory;
    }

    /// Runs it to its end.
    ///
    /// @return how many operations completed
    int run() {
        int[] pipe = new int[2];
        kernel.calls().pipe(pipe, 0);
        try (Ring ring = Ring.open(kernel, RingOptions.entries(BATCH_MAX))) {
            for (int round = 0; round < ROUNDS; round++) {
                int batch = 1 + chance.nextInt(BATCH_MAX / 2);
                for (int count = 0; count < batch; count++) {
                    prepare(ring, pipe, count);
                }
                ring.submitAndWait(1);
                reap(ring);
            }
            while (inFlight > 0) {
                ring.submitAndWait(1);
                reap(ring);
            }
        }
        kernel.close(pipe[0]);
        kernel.close(pipe[1]);
        return completed;
    }

    private void prepare(Ring ring, int[] pipe, int count) {
        if (chance.nextInt(3) > 0 || ring.sqSpace() < 2) {
            next(ring).prepare(Opcode.NOP, -1, 0, 0, 0).userData(count);
            inFlight++;
            return;
        }
        next(ring).prepare(Opcode.READ, pipe[0], memory.address(), 8, 0).userData(READ);
        next(ring).prepare(Opcode.WRITE, pipe[1], memory.address() + 8, 8, 0).userData(count);
        inFlight += 2;
    }

    private static Sqe next(Ring ring) {
        return Objects.requireNonNull(ring.nextSqe());
    }

    private void reap(Ring ring) {
        for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
            if (cqe.result() < 0) {
                throw new IllegalStateException("an operation ended with " + cqe.result());
            }
            ring.advance();
            inFlight--;
            completed++;
        }
    }
}
