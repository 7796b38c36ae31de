package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.CheckTimedOut;
import dev.ringmark.conformance.fixture.ProcFile;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;

/// The kernel's thread of a SQPOLL ring, as procfs shows it.
final class SqThread {

    private static final String CPUS = "Cpus_allowed_list";

    private SqThread() {}

    /// The CPUs it may run on, `0-3,6`; the ring has to have run something, or the thread may not
    /// have got to its affinity yet.
    static String cpus(TestKernel kernel, TestRing ring) {
        String fdinfo = "/proc/self/fdinfo/" + ring.ring().fd();
        String thread = awaitThread(kernel, new ProcFile(kernel, fdinfo));
        ProcFile status = new ProcFile(kernel, "/proc/" + thread + "/status");
        String name = status.field("Name").orElse("nobody");
        if (!name.startsWith("iou-sqp") && !name.startsWith("io_uring-sq")) {
            throw new CheckBlocked(
                    fdinfo
                            + " names the thread "
                            + thread
                            + ", which is "
                            + name
                            + " here: run it in the first PID namespace");
        }
        return status.field(CPUS).orElseThrow();
    }

    /// The CPUs that the calling thread may run on.
    static String ownCpus(TestKernel kernel) {
        return new ProcFile(kernel, "/proc/thread-self/status").field(CPUS).orElseThrow();
    }

    /// The thread's number; while the thread is busy with its ring, the kernel shows none.
    private static String awaitThread(TestKernel kernel, ProcFile fdinfo) {
        long deadline = kernel.kernel().nanoTime() + TestRing.PATIENCE.toNanos();
        while (true) {
            String thread =
                    fdinfo.field("SqThread")
                            .orElseThrow(
                                    () -> new CheckBlocked(fdinfo.path() + " has no SqThread"));
            if (!thread.startsWith("-")) {
                return thread;
            }
            if (kernel.kernel().nanoTime() > deadline) {
                throw new CheckTimedOut(fdinfo.path() + " names no thread in " + TestRing.PATIENCE);
            }
            Thread.onSpinWait();
        }
    }
}
