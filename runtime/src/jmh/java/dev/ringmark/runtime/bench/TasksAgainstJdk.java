package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.bench.NopBenchmark.RingMode;
import dev.ringmark.runtime.kernel.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// Compares tasks on a loop with virtual threads on the JDK's scheduler, and their NOPs with C.
///
/// All runs alternate in blocks, in random order within a block, each in a process of its own, with
/// and without the flag that lets tasks run on the loop; the JDK's scheduler has one carrier, and
/// for comparison as many as there are CPUs. Prints medians and ratios of medians; on a
/// machine that others use, the CPU time is the one to read.
public final class TasksAgainstJdk {

    private static final String FLAG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    private static final double C_SECONDS = 1;

    private enum Case {
        YIELD_ON_JDK("yieldOnJdk", true, null, 0),
        YIELD_AT_LEAST("yieldAtTheLeast", true, YIELD_ON_JDK, 0),
        YIELD("yieldOnLoop", true, YIELD_ON_JDK, 0.85),
        YIELD_WITHOUT("yieldOnLoop", false, YIELD_ON_JDK, 0),
        PARK_ON_JDK("parkOnJdk", true, null, 0),
        PARK_AT_LEAST("parkAtTheLeast", true, PARK_ON_JDK, 0),
        PARK("parkOnLoop", true, PARK_ON_JDK, 0.55),
        PARK_WITHOUT("parkOnLoop", false, PARK_ON_JDK, 0),
        C_BY_1("1", true, null, 0),
        NOP("nopFromOneTask", true, C_BY_1, 1.7),
        NOP_WITHOUT("nopFromOneTask", false, C_BY_1, 0),
        C_BY_32("32", true, null, 0),
        NOPS("nopFrom32Tasks", true, C_BY_32, 3.0),
        NOPS_WITHOUT("nopFrom32Tasks", false, C_BY_32, 0),
        YIELD_ON_ALL("yieldOnJdk", true, null, 0),
        PARK_ON_ALL("parkOnJdk", true, null, 0);

        /// The benchmark's method, or how many NOPs one enter of C takes.
        final String what;

        final boolean hasFlag;
        final @Nullable Case base;

        /// The ratio to stay within; 0 where there is none.
        final double goal;

        Case(String what, boolean hasFlag, @Nullable Case base, double goal) {
            this.what = what;
            this.hasFlag = hasFlag;
            this.base = base;
            this.goal = goal;
        }
    }

    private final Map<Case, List<NopCost>> costs = new EnumMap<>(Case.class);

    private TasksAgainstJdk() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 3 when nothing is said
    public static void main(String[] args) throws Exception {
        int blocks = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks: " + blocks + ", expected 1 or more");
        }
        TasksAgainstJdk comparison = new TasksAgainstJdk();
        comparison.measure(blocks);
        comparison.print(blocks);
        comparison.printAgainstAll();
    }

    private void measure(int blocks) throws IOException, InterruptedException, RunnerException {
        Path folder = Files.createTempDirectory("tasks-against-c");
        Random random = new Random(42);
        List<Case> order = new ArrayList<>(List.of(Case.values()));
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(order, random);
            for (Case each : order) {
                NopCost cost = each.name().startsWith("C_") ? runC(folder, each) : runJava(each);
                costs.computeIfAbsent(each, _ -> new ArrayList<>()).add(cost);
            }
        }
    }

    private static NopCost runC(Path folder, Case each) throws IOException, InterruptedException {
        return NopInC.compile(folder, Integer.parseInt(each.what))
                .run(RingMode.DEFERRED, 0.3, C_SECONDS);
    }

    private static NopCost runJava(Case each) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(TaskBenchmark.class.getName() + "." + each.what + "$")
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(2)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        List<String> arguments = new ArrayList<>();
        if (each.hasFlag) {
            arguments.add(FLAG);
        }
        if (!each.name().endsWith("_ON_ALL")) {
            arguments.add("-Djdk.virtualThreadScheduler.parallelism=1");
        }
        options.jvmArgsAppend(arguments.toArray(String[]::new));
        return NopCost.of(new Runner(options.build()).runSingle());
    }

    private void print(int blocks) {
        System.out.printf(
                "tasks on %s by %s: medians of %d interleaved runs, per operation%n",
                Kernel.host().release(), Kernel.host().binding(), blocks);
        System.out.println("case            cpu ns  wall ns    B/op  cpu ratio  wall ratio  goal");
        for (Case each : Case.values()) {
            String ratios = "";
            Case base = each.base;
            if (base != null) {
                double cpu = median(each, NopCost::cpuNs) / median(base, NopCost::cpuNs);
                double wall = median(each, NopCost::wallNs) / median(base, NopCost::wallNs);
                String goal = each.goal == 0 ? "" : (cpu <= each.goal ? "within " : "beyond ");
                ratios =
                        "%11.3f %11.3f  %s"
                                .formatted(cpu, wall, goal + (each.goal == 0 ? "" : each.goal));
            }
            System.out.printf(
                    "%-14s %7.1f  %7.1f %7.2f%s%n",
                    each,
                    median(each, NopCost::cpuNs),
                    median(each, NopCost::wallNs),
                    median(each, NopCost::allocatedB),
                    ratios);
        }
    }

    /// The JDK's scheduler as it is when nobody sets anything: a carrier for each CPU.
    private void printAgainstAll() {
        double yields = median(Case.YIELD, NopCost::cpuNs);
        double parks = median(Case.PARK, NopCost::cpuNs);
        System.out.printf(
                "against the JDK's scheduler with %d carriers, cpu: yield %.3f, park %.3f%n",
                Runtime.getRuntime().availableProcessors(),
                yields / median(Case.YIELD_ON_ALL, NopCost::cpuNs),
                parks / median(Case.PARK_ON_ALL, NopCost::cpuNs));
    }

    private double median(Case each, ToDoubleFunction<NopCost> figure) {
        return BlockRatio.median(
                costs.getOrDefault(each, List.of()).stream().mapToDouble(figure).toArray());
    }
}
