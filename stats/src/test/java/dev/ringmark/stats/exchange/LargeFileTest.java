package dev.ringmark.stats.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Issue 8: a result file is read as it comes and never held as a whole. Whoever reads it into a
/// string or a tree runs out of memory here.
class LargeFileTest {
    private static final int FORKS = 10;
    private static final int ITERATIONS = 20_000;

    @TempDir private Path folder;

    /// A JVM with little memory that reads one file.
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) {
            ResultFile file =
                    ResultFiles.read(
                            Path.of(args[0]), Variant.of("any"), Repetitions.OF_ONE_PROCESS);
            long values =
                    file.samples().stream()
                            .flatMap(Sample::forks)
                            .mapToLong(fork -> fork.iterations().size())
                            .sum();
            System.out.print(values);
        }
    }

    /// 36 MB with 64 MB of heap; with `-Dringmark.full=true` 300 MB with 512 MB.
    @Test
    @Timeout(300)
    void a_file_needs_about_its_values_in_memory() throws Exception {
        boolean full = Boolean.getBoolean("ringmark.full");
        int benchmarks = full ? 79 : 9;
        Path file = folder.resolve("large.json");
        write(file, benchmarks);
        Process reader =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                full ? "-Xmx512m" : "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Reader.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(Files.size(file) + " bytes of JMH JSON: " + said + " values");
        assertEquals(Long.toString((long) benchmarks * FORKS * ITERATIONS), said);
    }

    private static void write(Path file, int benchmarks) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int b = 0; b < benchmarks; b++) {
                out.write(b == 0 ? "[" : ",");
                out.write(
                        """
                        {"jmhVersion":"1.37","benchmark":"any.Large.work%d","mode":"avgt",
                        "threads":1,"forks":%d,"primaryMetric":{"score":1,"scoreUnit":"ns/op",
                        "rawData":["""
                                .formatted(b, FORKS));
                for (int f = 0; f < FORKS; f++) {
                    out.write(f == 0 ? "[" : ",[");
                    for (int i = 0; i < ITERATIONS; i++) {
                        out.write(i == 0 ? "" : ",");
                        out.write(Double.toString(100 + Math.sin(b + 17.0 * f + 0.7 * i)));
                    }
                    out.write("]");
                }
                out.write("]},\"secondaryMetrics\":{}}\n");
            }
            out.write("]");
        }
    }
}
