package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NativeMemory;
import dev.ringmark.runtime.kernel.Kernel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChurnTest { // C-03 tier R, C-43 tier R, I-12

    /// `-Drings=10000` for the figure.
    private static final int RINGS = Integer.getInteger("rings", 1_000);

    private static final int WARMUP = 200;
    private static final long SLACK_KB = 8L << 10;
    private static final long PATIENCE_NS = 10_000_000_000L;

    /// What a process has of the kernel's: fds, mappings of rings, and memory that is not the
    /// Java heap's.
    private record Holdings(int fds, long ringMappings, long nativeKb) {

        static Holdings now() throws IOException {
            String[] fds = new File("/proc/self/fd").list();
            assertNotNull(fds);
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                long rings = maps.filter(line -> line.contains("io_uring")).count();
                return new Holdings(fds.length, rings, NativeMemory.kilobytes());
            }
        }
    }

    private static void churn(int rings) {
        for (int at = 0; at < rings; at++) {
            Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(8));
            NopOperation nop = new NopOperation();
            driver.start(nop);
            driver.step(8);
            DriverTest.assertClosesCleanly(driver);
            assertTrue(!nop.isPending());
        }
    }

    @Test
    void rings_that_come_and_go_leave_nothing() throws IOException {
        churn(WARMUP); // loads classes, compiles, fills the JVM's own pools
        Holdings before = Holdings.now();
        churn(RINGS);
        Holdings after = Holdings.now();
        long end = System.nanoTime() + PATIENCE_NS; // a compilation has memory of its own
        while (after.nativeKb() - before.nativeKb() >= SLACK_KB && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PATIENCE_NS / 100);
            after = Holdings.now();
        }
        assertEquals(before.fds(), after.fds());
        assertEquals(before.ringMappings(), after.ringMappings());
        String both = RINGS + " rings took memory: " + before + ", " + after;
        assertTrue(after.nativeKb() - before.nativeKb() < SLACK_KB, both);
    }
}
