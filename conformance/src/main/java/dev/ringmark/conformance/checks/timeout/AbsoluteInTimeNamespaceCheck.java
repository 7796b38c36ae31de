package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.OtherThread;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.uapi.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/* A time namespace shifts CLOCK_MONOTONIC for the processes in it. It takes effect for children of
 * the thread that unshares it, and only when they are executed: so one thread unshares and moves
 * the clock back, starts a JVM there, and dies. A kernel that reads an absolute deadline on the
 * host's clock finds it long past and fires at once. */
@Check(
        id = "timeout.absolute_in_time_namespace",
        statement = "S069",
        says =
                "An absolute timeout is read on the clock of the caller's time namespace, and does"
                        + " not end before its time there.",
        since = "5.6",
        source = "time_namespaces(7); liburing test timens-abs-timer, fixed after 6.18.44",
        modes = RingMode.NONE,
        deadlineSeconds = 400)
final class AbsoluteInTimeNamespaceCheck {

    private static final int CLONE_NEWTIME = 0x80;
    private static final long SHIFT_SECONDS_MAX = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// What a JDK starts processes through; without an argument it ends at once.
    private static final Path SPAWN_HELPER =
            Path.of(System.getProperty("java.home"), "lib", "jspawnhelper");

    private static final String REAPER = "process reaper";
    private static final Duration REAPER_TIME_MAX = Duration.ofSeconds(30);

    @OnRing
    void a_deadline_in_a_shifted_namespace_is_kept(TestKernel kernel) throws Exception {
        keepReaper(kernel);
        Duration patience = TimeNamespaceChild.PATIENCE.multipliedBy(2);
        String answer = OtherThread.call(() -> askInNamespace(kernel), patience);
        long waited = Long.parseLong(answer);
        Timeouts.lastedAtLeast(kernel.evidence(), TimeNamespaceChild.DEADLINE, waited);
    }

    private static String askInNamespace(TestKernel kernel) throws Exception {
        int result = kernel.calls().unshare(CLONE_NEWTIME);
        if (result == Errno.EPERM.negative()) {
            throw new CheckBlocked(
                    "unshare(CLONE_NEWTIME) returned -EPERM: run as root, or with CAP_SYS_ADMIN");
        }
        if (result == Errno.EINVAL.negative()) {
            throw new CheckBlocked(
                    "unshare(CLONE_NEWTIME) returned -EINVAL: this kernel has no time namespaces"
                            + " (CONFIG_TIME_NS)");
        }
        TestKernel.require("unshare(CLONE_NEWTIME)", result);
        long uptime = kernel.calls().clock(Timeouts.CLOCK_MONOTONIC) / NANOS_PER_SECOND;
        long shift = Math.min(SHIFT_SECONDS_MAX, uptime / 2);
        String offsets = "/proc/" + kernel.calls().threadId() + "/timens_offsets";
        kernel.writeFile(offsets, "monotonic -" + shift + " 0");
        kernel.evidence().observed("CLOCK_MONOTONIC moved back by " + shift + " s");
        List<String> lines = kernel.runJvm(TimeNamespaceChild.class, TimeNamespaceChild.PATIENCE);
        if (lines.size() != 1) {
            throw new IllegalStateException("the child in the namespace said: " + lines);
        }
        return lines.getFirst();
    }

    /// Has the JDK keep an idle thread for the end of the next process. Before Linux 6.3 a thread
    /// that has unshared its time namespace can start processes, but no thread.
    private static void keepReaper(TestKernel kernel) throws Exception {
        new ProcessBuilder(SPAWN_HELPER.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        long deadline = kernel.kernel().nanoTime() + REAPER_TIME_MAX.toNanos();
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(AbsoluteInTimeNamespaceCheck::isIdleReaper)) {
            if (kernel.kernel().nanoTime() > deadline) {
                throw new IllegalStateException("the JDK keeps no thread named " + REAPER);
            }
            Thread.onSpinWait();
        }
    }

    private static boolean isIdleReaper(Thread thread) {
        return thread.getName().equals(REAPER) && thread.getState() == Thread.State.TIMED_WAITING;
    }
}
