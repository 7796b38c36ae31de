package dev.ringmark.ci;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The arrows between the modules: who may know whom. A new arrow needs a reason in its commit.
final class Arrows {
    static final Map<String, Set<String>> MAY_KNOW =
            Map.of(
                    "runtime", Set.of(),
                    "stats", Set.of(),
                    "kernels", Set.of(),
                    "conformance", Set.of("runtime", "stats"),
                    "chaos", Set.of("runtime", "stats", "conformance"),
                    "reports", Set.of("stats"),
                    "ci", Set.of("kernels", "stats", "reports"));

    /// What a module carries along to run it in another process: never on its compile path.
    static final Map<String, Set<String>> MAY_SHIP = Map.of("ci", Set.of("conformance", "chaos"));

    static final Set<String> MODULES = new TreeSet<>(MAY_KNOW.keySet());

    private Arrows() {}

    /// The modules that a module must not know, for every module.
    static Map<String, Set<String>> forbidden() {
        Map<String, Set<String>> forbidden = new TreeMap<>();
        for (String module : MODULES) {
            Set<String> others = new TreeSet<>(MODULES);
            others.remove(module);
            others.removeAll(MAY_KNOW.getOrDefault(module, Set.of()));
            forbidden.put(module, others);
        }
        return forbidden;
    }
}
