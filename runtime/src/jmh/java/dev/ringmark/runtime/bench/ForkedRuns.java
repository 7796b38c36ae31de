package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.kernel.Kernel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/// Cases that are measured in blocks, in random order within a block, each in a process of its own;
/// and what they cost by their medians, and of one of them, with 95 % intervals over blocks.
final class ForkedRuns {

    /// By which tasks are scheduled on the loop itself.
    static final String FLAG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /// What is measured.
    ///
    /// @param name of the row
    /// @param base the name of the row that it is compared with
    /// @param jvm options of its process
    /// @param args of its program
    record Case(String name, String base, List<String> jvm, List<String> args) {
    }

    /// What a round has cost.
    record Cost(double wallNs, double cpuNs) {}

    /// Measures a case once.
    interface Trial {
        Cost run(Case one) throws IOException, InterruptedException;
    }

    private final List<Case> cases;
    private final int blocks;
    private final Random random = new Random(42);
    private final Map<String, List<Cost>> costs = new LinkedHashMap<>();

    /// @param args how many blocks; 5 when nothing is said
    ForkedRuns(String[] args, List<Case> cases) {
        this.cases = cases;
        blocks = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        if (blocks < 2) {
            throw new IllegalArgumentException("blocks: " + blocks + ", expected 2 or more");
        }
    }

    /// Measures and prints.
    ///
    /// @param what is done in a round
    void run(PrintStream out, String what, Trial trial) throws IOException, InterruptedException {
        List<Case> order = new ArrayList<>(cases);
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(order, random);
            for (Case each : order) {
                costs.computeIfAbsent(each.name, _ -> new ArrayList<>()).add(trial.run(each));
            }
        }
        out.printf(
                "%s, on %s by %s: medians of %d interleaved runs; ratios with 95 %% intervals%n",
                what, Kernel.host().release(), Kernel.host().binding(), blocks);
        out.printf(
                "%-26s %9s %9s  %-24s %-24s %s%n",
                "case", "CPU us", "wall us", "CPU, of the base", "wall, of the base", "base");
        for (Case each : cases) {
            out.printf(
                    "%-26s %9.2f %9.2f  %-24s %-24s %s%n",
                    each.name,
                    BlockRatio.median(figures(each.name, Cost::cpuNs)) / 1e3,
                    BlockRatio.median(figures(each.name, Cost::wallNs)) / 1e3,
                    ratio(each, Cost::cpuNs),
                    ratio(each, Cost::wallNs),
                    each.base);
        }
    }

    /// Runs a case whose program prints what it costs ([Rounds]).
    static Cost printed(Class<?> program, Case each) throws IOException, InterruptedException {
        String[] printed = EchoInC.run(command(program, each)).strip().split(" ", -1);
        return new Cost(Double.parseDouble(printed[0]), Double.parseDouble(printed[1]));
    }

    /// The command of a case's process.
    static List<String> command(Class<?> program, Case each) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(each.jvm);
        command.add(program.getName());
        command.addAll(each.args);
        return command;
    }

    private String ratio(Case of, ToDoubleFunction<Cost> cost) {
        return BlockRatio.of(figures(of.name, cost), figures(of.base, cost), random).describe();
    }

    private double[] figures(String name, ToDoubleFunction<Cost> cost) {
        return costs.getOrDefault(name, List.of()).stream().mapToDouble(cost).toArray();
    }
}
