package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.kernel.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Compares both ends of a TCP connection on one loop with C on liburing, with virtual threads over
/// the JDK's channels, and with one event loop of Netty's: an echo of 256 bytes, and windows of 32
/// frames of 4 KiB, gathered.
///
/// All runs alternate in blocks, in random order within a block, each in a process of its own, on
/// one CPU (`taskset`) and on all. Prints medians and ratios of medians for each window.
public final class EchoAgainstPeers {

    private enum Shape {
        ECHO_256(1, 256),
        STREAM_4K_BY_32(32, 4096);

        final int frames;
        final int size;

        Shape(int frames, int size) {
            this.frames = frames;
            this.size = size;
        }
    }

    private enum Program {
        C,
        RING,
        JDK,
        JDK_PER_FRAME,
        NETTY_IO_URING,
        NETTY_EPOLL;

        Class<?> runner() {
            return name().startsWith("NETTY") ? EchoOnNetty.class : EchoRun.class;
        }
    }

    private record Case(Shape shape, Program program, boolean isPinned) {}

    private record Cost(double wallNs, double cpuNs) {}

    private static final String WARMUP_SECONDS = "4";
    private static final String SECONDS = "3";

    private final Map<Case, List<Cost>> costs = new LinkedHashMap<>();
    private final Path echoInC;

    private EchoAgainstPeers(Path echoInC) {
        this.echoInC = echoInC;
    }

    /// Measures and prints.
    ///
    /// @param args how many blocks, 3 when nothing is said
    public static void main(String[] args) throws Exception {
        int blocks = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        if (blocks < 1) {
            throw new IllegalArgumentException("blocks: " + blocks + ", expected 1 or more");
        }
        Path folder = Files.createTempDirectory("echo-against-peers");
        EchoAgainstPeers comparison = new EchoAgainstPeers(EchoInC.compile(folder));
        comparison.measure(blocks);
        comparison.print(blocks);
    }

    private void measure(int blocks) throws IOException, InterruptedException {
        List<Case> order = new ArrayList<>();
        for (boolean isPinned : new boolean[] {true, false}) {
            for (Shape shape : Shape.values()) {
                for (Program program : Program.values()) {
                    if (shape != Shape.ECHO_256 || program != Program.JDK_PER_FRAME) {
                        order.add(new Case(shape, program, isPinned));
                    }
                }
            }
        }
        order.forEach(each -> costs.put(each, new ArrayList<>()));
        List<Case> shuffled = new ArrayList<>(order);
        Random random = new Random(42);
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(shuffled, random);
            for (Case each : shuffled) {
                costs.computeIfAbsent(each, _ -> new ArrayList<>()).add(run(each));
            }
        }
    }

    private Cost run(Case each) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (each.isPinned) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        if (each.program == Program.C) {
            command.add(echoInC.toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
            command.add(each.program.runner().getName());
            command.add(each.program.name().toLowerCase(Locale.ROOT));
        }
        command.add(each.shape.frames + "");
        command.add(each.shape.size + "");
        command.add(each.program == Program.C ? "0.5" : WARMUP_SECONDS);
        command.add(SECONDS);
        String[] printed = EchoInC.run(command).strip().split(" ", -1);
        return new Cost(Double.parseDouble(printed[0]), Double.parseDouble(printed[1]));
    }

    private void print(int blocks) {
        System.out.printf(
                "two ends of a connection on %s by %s: medians of %d runs, per window; ratios of"
                        + " CPU time with 95 %% intervals%n",
                Kernel.host().release(), Kernel.host().binding(), blocks);
        System.out.println(
                "window           on       program          cpu us  wall us  of C's               "
                        + " RING of this");
        Random random = new Random(42);
        costs.forEach(
                (each, some) -> {
                    Case inC = new Case(each.shape, Program.C, each.isPinned);
                    Case ring = new Case(each.shape, Program.RING, each.isPinned);
                    System.out.printf(
                            "%-16s %-8s %-14s %8.2f %8.2f  %-20s %s%n",
                            each.shape,
                            each.isPinned ? "one CPU" : "all",
                            each.program,
                            BlockRatio.median(cpu(each)) / 1000,
                            BlockRatio.median(some.stream().mapToDouble(Cost::wallNs).toArray())
                                    / 1000,
                            BlockRatio.of(cpu(each), cpu(inC), random).describe(),
                            BlockRatio.of(cpu(ring), cpu(each), random).describe());
                });
    }

    /// In the order of the blocks.
    private double[] cpu(Case of) {
        return costs.getOrDefault(of, List.of()).stream().mapToDouble(Cost::cpuNs).toArray();
    }
}
