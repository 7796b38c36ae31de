package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@NeedsHost("a machine that is not emulated, for its time")
class RunAllocationTest { // SR-05, SR-17e; its canary is in AllocationTest

    private static final int ROUND = 20_000;
    private static final int ROUNDS = 60;

    private static final class Counter<R> implements RunListener<R> {
        private long ended;

        @Override
        public void completed(Run<R> run, int result, int flags) {
            ended += result;
        }

        @Override
        public void abandoned(Run<R> run, EndReason reason) {
            throw new AssertionError(reason);
        }
    }

    /// A write and a read of a pipe, with buffers that go there and back, and a timeout of 0.
    @Test
    void operations_on_the_callback_path_allocate_nothing_once_compiled() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Loop loop = new Loop(DriverOptions.permits(8));
                OwnedBuffer from = OwnedBuffer.allocate(1);
                OwnedBuffer into = OwnedBuffer.allocate(1)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Counter<Transfer> moved = new Counter<>();
            Counter<Timeout.End> timed = new Counter<>();
            Write write = Write.to(pipe[1], from);
            Read read = Read.from(pipe[0], into);
            Timeout timeout = Timeout.after(Duration.ZERO);
            try (Run<Transfer> first = new Run<>(loop.driver, moved);
                    Run<Transfer> second = new Run<>(loop.driver, moved);
                    Run<Timeout.End> third = new Run<>(loop.driver, timed)) {
                long least = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS && least > 0; round++) {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int at = 0; at < ROUND / 3; at++) {
                        first.start(write);
                        second.start(read);
                        third.start(timeout);
                        while (loop.driver.inFlight() > 0) {
                            loop.driver.step(8);
                        }
                    }
                    least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                }
                assertEquals(0, least, "bytes per " + ROUND + " operations");
                assertEquals(0, moved.ended % (2L * (ROUND / 3)));
            }
            loop.close(pipe);
        }
    }
}
