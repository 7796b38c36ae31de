package dev.ringmark.runtime.bench.shape;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/// How many carriers the JDK's scheduler of virtual threads has, which is decided for a process by
/// its first virtual thread.
final class Carriers {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /// Has it have so many from the start, and checks that it does.
    ///
    /// @throws IllegalStateException when there were virtual threads before
    static void require(int count) {
        System.setProperty(PARALLELISM, Integer.toString(count));
        int found =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class)
                        .getParallelism();
        if (found != count) {
            throw new IllegalStateException(
                    "carriers: "
                            + found
                            + ", expected "
                            + count
                            + ", set before any virtual thread"
                            + " by -D"
                            + PARALLELISM);
        }
    }
}
