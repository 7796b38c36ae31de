package dev.ringmark.runtime.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Compares a NOP through [dev.ringmark.runtime.ring.Ring], and one as an operation through
/// [dev.ringmark.runtime.op.Run], with the same loop in C ([InterleavedRuns] says how).
public final class NopAgainstC {

    private static final double C_WARMUP_S = 0.3;
    private static final double C_MEASURE_S = 2;
    private static final double GOAL = 1.10;
    private static final double GOAL_RUN = 1.25;
    private static final String C = "C with liburing";
    private static final String JAVA = "Java";
    private static final String RUN = "Java, runs";

    private NopAgainstC() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 10 when nothing is said
    public static void main(String[] args) throws Exception {
        InterleavedRuns runs = new InterleavedRuns(args);
        Path folder = Files.createTempDirectory("nop-in-c");
        try {
            NopInC program = NopInC.compile(folder);
            runs.measure(
                    loop ->
                            switch (loop.name()) {
                                case C -> program.run(loop.mode(), C_WARMUP_S, C_MEASURE_S);
                                case JAVA ->
                                        InterleavedRuns.runJava(NopBenchmark.class, loop.mode());
                                default ->
                                        InterleavedRuns.runJava(RunNopBenchmark.class, loop.mode());
                            },
                    C,
                    JAVA,
                    RUN);
        } finally {
            delete(folder);
        }
        runs.print(C, JAVA, GOAL);
        runs.print(C, RUN, GOAL_RUN);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
