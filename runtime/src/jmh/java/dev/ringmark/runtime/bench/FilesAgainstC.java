package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.kernel.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Compares reads and writes of 4 KiB in the page cache by tasks with those of C: pread and pwrite
/// one at a time, and liburing with 32 at a time.
///
/// All runs alternate in blocks, in random order within a block, each in a process of its own.
/// Prints medians, and ratios of medians with 95 % bootstrap intervals over blocks.
public final class FilesAgainstC {

    private static final String FLAG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private enum Case {
        C_PREAD("pread", "", true, null, 0),
        READ("readFromOneTask", "ADAPTIVE", true, C_PREAD, 1.2),
        READ_WITHOUT("readFromOneTask", "ADAPTIVE", false, C_PREAD, 0),
        READ_BY_RING("readFromOneTask", "RING", true, C_PREAD, 0),
        C_RING_BY_32("ring", "", true, null, 0),
        READS("readFrom32Tasks", "ADAPTIVE", true, C_RING_BY_32, 1.1),
        READS_WITHOUT("readFrom32Tasks", "ADAPTIVE", false, C_RING_BY_32, 0),
        READS_BY_RING("readFrom32Tasks", "RING", true, C_RING_BY_32, 0),
        READS_BY_CALLBACKS("readFrom32Callbacks", "RING", true, C_RING_BY_32, 1.1),
        C_PWRITE("pwrite", "", true, null, 0),
        WRITE("writeFromOneTask", "ADAPTIVE", true, C_PWRITE, 0),
        WRITE_BY_RING("writeFromOneTask", "RING", true, C_PWRITE, 0);

        /// The benchmark's method, or what the C program is to do.
        final String what;

        final String policy;
        final boolean hasFlag;
        final @Nullable Case base;

        /// The ratio to stay within; 0 where there is none.
        final double goal;

        Case(String what, String policy, boolean hasFlag, @Nullable Case base, double goal) {
            this.what = what;
            this.policy = policy;
            this.hasFlag = hasFlag;
            this.base = base;
            this.goal = goal;
        }
    }

    private final Map<Case, List<NopCost>> costs = new EnumMap<>(Case.class);
    private final Random random = new Random(42);

    private FilesAgainstC() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 5 when nothing is said
    public static void main(String[] args) throws Exception {
        int blocks = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks: " + blocks + ", expected 1 or more");
        }
        FilesAgainstC comparison = new FilesAgainstC();
        comparison.measure(blocks);
        comparison.print(blocks);
    }

    private void measure(int blocks) throws IOException, InterruptedException, RunnerException {
        Path folder = Files.createTempDirectory("files-against-c");
        Path file = folder.resolve("data");
        byte[] content = new byte[FileBenchmark.SIZE * FileBenchmark.BLOCKS];
        Arrays.fill(content, (byte) 0xa5);
        Files.write(file, content);
        FilesInC program = FilesInC.compile(folder);
        try {
            List<Case> order = new ArrayList<>(List.of(Case.values()));
            for (int block = 0; block < blocks; block++) {
                Collections.shuffle(order, random);
                for (Case each : order) {
                    NopCost cost =
                            each.name().startsWith("C_")
                                    ? program.run(each.what, file, 0.3, 1.5)
                                    : runJava(each, file);
                    costs.computeIfAbsent(each, _ -> new ArrayList<>()).add(cost);
                }
            }
        } finally {
            for (String name : List.of("data", "files", "files.c")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private static NopCost runJava(Case each, Path file) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(FileBenchmark.class.getName() + "." + each.what + "$")
                .param("path", file.toString())
                .param("policy", each.policy)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(500))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        String access = "--enable-native-access=ALL-UNNAMED";
        if (each.hasFlag) {
            options.jvmArgs(access, FLAG);
        } else {
            options.jvmArgs(access);
        }
        return NopCost.of(new Runner(options.build()).runSingle());
    }

    private void print(int blocks) {
        System.out.printf(
                "4 KiB in the page cache on %s by %s: medians of %d interleaved runs%n",
                Kernel.host().release(), Kernel.host().binding(), blocks);
        System.out.println("case            cpu ns  wall ns    B/op  cpu ratio, 95 % interval");
        for (Case each : Case.values()) {
            System.out.printf(
                    "%-14s %7.1f  %7.1f %7.2f  %s%n",
                    each,
                    BlockRatio.median(cpu(each)),
                    BlockRatio.median(figures(each, NopCost::wallNs)),
                    BlockRatio.median(figures(each, NopCost::allocatedB)),
                    each.base == null ? "" : ratio(each, each.base));
        }
    }

    private String ratio(Case each, Case base) {
        BlockRatio ratio = BlockRatio.of(cpu(each), cpu(base), random);
        return "%.3f  %.3f to %.3f  %s"
                .formatted(
                        ratio.ratio(),
                        ratio.low(),
                        ratio.high(),
                        each.goal == 0 ? "" : ratio.within(each.goal));
    }

    private double[] cpu(Case each) {
        return figures(each, NopCost::cpuNs);
    }

    private double[] figures(Case each, ToDoubleFunction<NopCost> figure) {
        return costs.getOrDefault(each, List.of()).stream().mapToDouble(figure).toArray();
    }
}
