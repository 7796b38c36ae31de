package dev.ringmark.runtime;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the process has of private writable memory that is not the JVM's own: VmData of
/// /proc/self/status (proc(5)) without what the heap, the code cache and the classes have.
public final class NativeMemory {

    private NativeMemory() {}

    /// In KiB, stacks of threads and a compilation's memory included, which come and go.
    public static long kilobytes() throws IOException {
        long jvm =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .map(MemoryPoolMXBean::getUsage)
                        .mapToLong(usage -> usage == null ? 0 : usage.getCommitted())
                        .sum();
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmData:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    - (jvm >> 10);
        }
    }
}
