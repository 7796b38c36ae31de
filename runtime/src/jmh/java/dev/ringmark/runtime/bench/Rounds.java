package dev.ringmark.runtime.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// What many tasks do at once, counted, and what each of it costs: one look from outside at the
/// start and one at the end.
final class Rounds {

    private final LongAdder count = new LongAdder();
    private volatile boolean isOver;

    /// One more was done.
    ///
    /// @return whether to go on
    boolean goesOn() {
        count.increment();
        return !isOver;
    }

    /// Prints ns for each by wall clock and of CPU, the whole process's; then all end.
    void measure(PrintStream out, double warmup, double seconds) {
        sleep(warmup);
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = count.sum();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        sleep(seconds);
        long rounds = count.sum() - before;
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        isOver = true;
        if (rounds == 0) {
            throw new IllegalStateException("nothing was done in " + seconds + " s");
        }
        out.printf("%.1f %.1f%n", (double) wall / rounds, (double) cpu / rounds);
    }

    private static void sleep(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
