package dev.ringmark.runtime.buffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The machine's memory nodes (NUMA), each with the CPUs that it is near to, as the kernel tells
/// (`/sys/devices/system/node`); one node with all CPUs where it tells nothing.
///
/// @param nodes their numbers, in order
/// @param nodeOfCpu the index into `nodes` for each CPU's number
record MemoryNodes(List<Integer> nodes, List<Integer> nodeOfCpu) {

    private static final Path SYSTEM = Path.of("/sys/devices/system/node");
    private static final int CPUS_MAX = 1 << 13;

    MemoryNodes {
        nodes = List.copyOf(nodes);
        nodeOfCpu = List.copyOf(nodeOfCpu);
    }

    /// Those of this machine.
    static MemoryNodes ofMachine() {
        return of(SYSTEM);
    }

    /// Those that a folder like `/sys/devices/system/node` describes.
    static MemoryNodes of(Path folder) {
        try {
            List<Integer> nodes = numbers(Files.readString(folder.resolve("has_memory")));
            List<Integer> nodeOfCpu = new ArrayList<>();
            for (int index = 0; index < nodes.size(); index++) {
                Path cpus = folder.resolve("node" + nodes.get(index)).resolve("cpulist");
                for (int cpu : numbers(Files.readString(cpus))) {
                    while (nodeOfCpu.size() <= cpu) {
                        nodeOfCpu.add(0); // near to no memory: then any will do
                    }
                    nodeOfCpu.set(cpu, index);
                }
            }
            return nodes.isEmpty() ? single() : new MemoryNodes(nodes, nodeOfCpu);
        } catch (IOException | NumberFormatException e) {
            return single(); // a kernel without NUMA, or a container that hides it
        }
    }

    private static MemoryNodes single() {
        return new MemoryNodes(List.of(0), List.of());
    }

    /// The index of the node that is near to a CPU.
    ///
    /// @param cpu its number; below 0 when it is not known
    int indexOf(int cpu) {
        return cpu < 0 || cpu >= nodeOfCpu.size() ? 0 : nodeOfCpu.get(cpu);
    }

    /// `0-2,5` is 0, 1, 2 and 5.
    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text.strip().split(",", -1)) {
            if (!part.isEmpty()) {
                int dash = part.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
                int last = Integer.parseInt(part.substring(dash + 1));
                for (int each = first; each <= Math.min(last, CPUS_MAX); each++) {
                    numbers.add(each);
                }
            }
        }
        return numbers;
    }
}
