package dev.ringmark.conformance.checks.sq;

import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.CheckTimedOut;
import dev.ringmark.conformance.fixture.ProcFile;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/// A signal to a thread that waits in an enter.
final class Interruption {

    /* HotSpot has a handler for SIGPIPE that does nothing, so that a closed socket becomes an
     * exception; /proc tells whether it is there. The signal is sent from another thread, because a
     * SINGLE_ISSUER ring must be entered from the check's own. It is sent only while the check's
     * thread sleeps, and again until the enter has returned: one that comes before the enter sleeps
     * is handled without an effect. */

    private static final int SIGPIPE = 13;

    private Interruption() {}

    /// Interrupts a wait.
    ///
    /// @param pipe what to write to when no signal ends the wait, so that it ends
    /// @param wait enters and does not return without a signal or the pipe
    /// @return what it returned
    static int of(TestRing ring, TestKernel.Pipe pipe, IntSupplier wait) {
        TestKernel kernel = ring.testKernel();
        requireHandler(kernel);
        int waiter = kernel.calls().threadId();
        AtomicBoolean returned = new AtomicBoolean();
        AtomicBoolean rescued = new AtomicBoolean();
        long deadline = kernel.kernel().nanoTime() + TestRing.PATIENCE.toNanos();
        Thread signaller =
                Thread.ofPlatform()
                        .daemon()
                        .name("ringmark-signaller")
                        .start(
                                () -> {
                                    while (!returned.get() && !rescued.get()) {
                                        if (kernel.kernel().nanoTime() > deadline) {
                                            rescued.set(true);
                                            kernel.write(pipe.writeEnd(), new byte[1]);
                                        } else if (sleeps(kernel, waiter)) {
                                            kernel.calls().signalThread(waiter, SIGPIPE);
                                        }
                                    }
                                });
        int result = wait.getAsInt();
        returned.set(true);
        join(signaller);
        if (rescued.get()) {
            throw new CheckTimedOut("no signal ended the wait in " + TestRing.PATIENCE);
        }
        return result;
    }

    private static void requireHandler(TestKernel kernel) {
        if (!ProcFile.statusBit(kernel, "SigCgt", SIGPIPE - 1)
                || ProcFile.statusBit(kernel, "SigBlk", SIGPIPE - 1)) {
            throw new CheckBlocked(
                    "this JVM has no handler for SIGPIPE, or blocks it: run it without -Xrs");
        }
    }

    private static boolean sleeps(TestKernel kernel, int thread) {
        String path = "/proc/self/task/" + thread + "/stat";
        String stat = new ProcFile(kernel, path).read().orElse("");
        return stat.startsWith("S", stat.lastIndexOf(')') + 2);
    }

    /// Waits for the signaller to end, so that no signal of its comes later.
    private static void join(Thread signaller) {
        boolean ended;
        try {
            ended = signaller.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckTimedOut("interrupted while the signalling thread ended");
        }
        if (!ended) {
            throw new CheckTimedOut("the signalling thread did not end in 10 s");
        }
    }
}
