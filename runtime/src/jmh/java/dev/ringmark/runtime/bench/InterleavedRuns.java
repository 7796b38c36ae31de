package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.bench.NopBenchmark.RingMode;
import dev.ringmark.runtime.kernel.Kernel;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs of two or more loops that alternate in blocks, in random order within a block, so that what
/// the machine does meanwhile meets all alike; and the ratios of their medians with 95 % bootstrap
/// intervals over blocks, by wall clock and by CPU time. On a machine that others use, the CPU time
/// is the one to read.
final class InterleavedRuns {

    private static final int BLOCKS = 10;

    /// The JIT compiles the whole loop only after some seconds on a machine that is busy.
    private static final int WARMUP_ITERATIONS = 6;

    private static final int MEASURE_ITERATIONS = 2;

    /// One of the loops that are compared.
    record Loop(String name, RingMode mode) {}

    /// Runs a loop once.
    interface Trial {
        /// Runs it, in a process of its own.
        NopCost run(Loop loop) throws IOException, InterruptedException, RunnerException;
    }

    private record Measured(Loop loop, NopCost cost) {}

    private final Random random = new Random(42);
    private final List<Measured> measured = new ArrayList<>();
    private final int blocks;

    /// @param args how many blocks, 10 when nothing is said
    InterleavedRuns(String[] args) {
        blocks = args.length == 0 ? BLOCKS : Integer.parseInt(args[0]);
        if (blocks < 2) {
            throw new IllegalArgumentException("blocks: " + blocks + ", expected 2 or more");
        }
    }

    /// Runs loops of these names on each kind of ring, once per block.
    void measure(Trial trial, String... names)
            throws IOException, InterruptedException, RunnerException {
        List<Loop> loops = new ArrayList<>();
        for (RingMode mode : RingMode.values()) {
            for (String name : names) {
                loops.add(new Loop(name, mode));
            }
        }
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(loops, random);
            for (Loop loop : loops) {
                measured.add(new Measured(loop, trial.run(loop)));
            }
        }
    }

    /// One fork of a benchmark.
    static NopCost runJava(Class<?> benchmark, RingMode mode) throws RunnerException {
        Options options =
                new OptionsBuilder()
                        .include(benchmark.getName() + ".nop")
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
        return NopCost.of(new Runner(options).runSingle());
    }

    /// One fork of a benchmark, with other classes before those that it would have.
    static NopCost runJava(Class<?> benchmark, RingMode mode, Path classes) throws RunnerException {
        String classPath = System.getProperty("java.class.path");
        System.setProperty("java.class.path", classes + File.pathSeparator + classPath);
        try {
            return runJava(benchmark, mode);
        } finally {
            System.setProperty("java.class.path", classPath);
        }
    }

    /// Prints how much dearer one loop is than another.
    void print(PrintStream out, String base, String compared, double goal) {
        out.printf(
                "NOP, %d per enter, on %s by %s: medians of %d interleaved runs, ns per NOP%n",
                NopBenchmark.BATCH, Kernel.host().release(), Kernel.host().binding(), blocks);
        out.printf("ring      time  %16s %16s   ratio  95 %% interval%n", base, compared);
        for (RingMode mode : RingMode.values()) {
            print(out, base, compared, goal, mode, "cpu", NopCost::cpuNs);
            print(out, base, compared, goal, mode, "wall", NopCost::wallNs);
        }
        for (RingMode mode : RingMode.values()) {
            double[] bytes = figures(new Loop(compared, mode), NopCost::allocatedB);
            out.printf("%-9s %.4f B allocated per NOP%n", mode, BlockRatio.median(bytes));
        }
    }

    private void print(
            PrintStream out,
            String base,
            String compared,
            double goal,
            RingMode mode,
            String time,
            ToDoubleFunction<NopCost> cost) {
        double[] below = figures(new Loop(base, mode), cost);
        double[] above = figures(new Loop(compared, mode), cost);
        BlockRatio ratio = BlockRatio.of(above, below, random);
        out.printf(
                "%-9s %-5s %16.1f %16.1f %7.3f  %.3f to %.3f  %s%n",
                mode,
                time,
                BlockRatio.median(below),
                BlockRatio.median(above),
                ratio.ratio(),
                ratio.low(),
                ratio.high(),
                ratio.within(goal));
    }

    /// One figure of every run of a loop, in the order of the blocks.
    private double[] figures(Loop loop, ToDoubleFunction<NopCost> figure) {
        return measured.stream()
                .filter(run -> run.loop.equals(loop))
                .map(Measured::cost)
                .mapToDouble(figure)
                .toArray();
    }
}
