package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.bench.NopBenchmark.RingMode;
import dev.ringmark.runtime.kernel.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Compares a NOP through [dev.ringmark.runtime.ring.Ring] with the same loop in C.
///
/// Runs of both alternate in blocks, in random order within a block, each Java run in a JVM of its
/// own: what the machine does meanwhile meets both alike. Prints medians, the ratio of medians and
/// its 95 % bootstrap interval over blocks, by wall clock and by CPU time; on a machine that others
/// use, the CPU time is the one to read.
public final class NopAgainstC {

    private static final int BLOCKS = 10;
    private static final int RESAMPLES = 10_000;
    private static final double C_WARMUP_S = 0.3;
    private static final double C_MEASURE_S = 2;

    /// The JIT compiles the whole loop only after some seconds on a machine that is busy.
    private static final int WARMUP_ITERATIONS = 6;

    private static final int MEASURE_ITERATIONS = 2;
    private static final double GOAL = 1.10;

    private record Loop(RingMode mode, boolean java) {}

    private record Measured(Loop loop, NopCost cost) {}

    private final Random random = new Random(42);
    private final List<Measured> measured = new ArrayList<>();

    private NopAgainstC() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 10 when nothing is said
    public static void main(String[] args) throws Exception {
        int blocks = args.length == 0 ? BLOCKS : Integer.parseInt(args[0]);
        if (blocks < 2) {
            throw new IllegalArgumentException("blocks: " + blocks + ", expected 2 or more");
        }
        NopAgainstC comparison = new NopAgainstC();
        Path folder = Files.createTempDirectory("nop-in-c");
        try {
            comparison.measure(NopInC.compile(folder), blocks);
        } finally {
            delete(folder);
        }
        comparison.print(blocks);
    }

    private void measure(NopInC program, int blocks)
            throws IOException, InterruptedException, RunnerException {
        List<Loop> loops = new ArrayList<>();
        for (RingMode mode : RingMode.values()) {
            loops.add(new Loop(mode, true));
            loops.add(new Loop(mode, false));
        }
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(loops, random);
            for (Loop loop : loops) {
                NopCost cost =
                        loop.java
                                ? runJava(loop.mode)
                                : program.run(loop.mode, C_WARMUP_S, C_MEASURE_S);
                measured.add(new Measured(loop, cost));
            }
        }
    }

    /// One figure of every run of a loop, in the order of the blocks.
    private double[] figures(RingMode mode, boolean java, ToDoubleFunction<NopCost> figure) {
        Loop loop = new Loop(mode, java);
        return measured.stream()
                .filter(run -> run.loop.equals(loop))
                .map(Measured::cost)
                .mapToDouble(figure)
                .toArray();
    }

    private static NopCost runJava(RingMode mode) throws RunnerException {
        Options options =
                new OptionsBuilder()
                        .include(NopBenchmark.class.getName() + ".nop")
                        .param("mode", mode.name())
                        .forks(1)
                        .warmupIterations(WARMUP_ITERATIONS)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(MEASURE_ITERATIONS)
                        .measurementTime(TimeValue.seconds(2))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        RunResult result = new Runner(options).runSingle();
        double cpuNanos = secondary(result, "cpuNanos");
        double operations = secondary(result, "operations");
        return new NopCost(
                result.getPrimaryResult().getScore(),
                cpuNanos / operations,
                secondary(result, "gc.alloc.rate.norm"));
    }

    private static double secondary(RunResult result, String name) {
        for (Result<?> secondary : result.getSecondaryResults().values()) {
            if (secondary.getLabel().endsWith(name)) {
                return secondary.getScore();
            }
        }
        throw new IllegalStateException("JMH gave no " + name);
    }

    private void print(int blocks) {
        System.out.printf(
                "NOP, %d per enter, on %s by %s: medians of %d interleaved runs, ns per NOP%n",
                NopBenchmark.BATCH,
                Kernel.host().release(),
                Kernel.host().binding(),
                blocks);
        System.out.println("ring      time   C with liburing   Java   ratio  95 % interval");
        for (RingMode mode : RingMode.values()) {
            print(mode, "cpu", NopCost::cpuNs);
            print(mode, "wall", NopCost::wallNs);
        }
        for (RingMode mode : RingMode.values()) {
            double[] bytes = figures(mode, true, NopCost::allocatedB);
            System.out.printf("%-9s %.4f B allocated per NOP%n", mode, median(bytes));
        }
    }

    private void print(RingMode mode, String time, ToDoubleFunction<NopCost> cost) {
        double[] c = figures(mode, false, cost);
        double[] java = figures(mode, true, cost);
        double[] ratios = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double[] someC = new double[c.length];
            double[] someJava = new double[c.length];
            for (int at = 0; at < c.length; at++) {
                int block = random.nextInt(c.length);
                someC[at] = c[block];
                someJava[at] = java[block];
            }
            ratios[resample] = median(someJava) / median(someC);
        }
        Arrays.sort(ratios);
        double ratio = median(java) / median(c);
        System.out.printf(
                "%-9s %-5s %12.1f %11.1f %7.3f  %.3f to %.3f  %s%n",
                mode,
                time,
                median(c),
                median(java),
                ratio,
                ratios[RESAMPLES / 40],
                ratios[RESAMPLES - RESAMPLES / 40 - 1],
                ratio <= GOAL ? "within " + GOAL : "beyond " + GOAL);
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
