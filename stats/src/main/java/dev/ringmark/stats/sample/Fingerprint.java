package dev.ringmark.stats.sample;

import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Where a sample was measured.
///
/// | component | |
/// |---|---|
/// | `stable` | what makes the machine the machine: CPU model, count, memory. Must be equal |
/// | `noted` | what may differ and is shown: load, governor, JVM, kernel, microcode |
public record Fingerprint(Map<String, String> stable, Map<String, String> noted) {
    /// Nothing is known, as in most result files.
    public static final Fingerprint UNKNOWN = new Fingerprint(Map.of(), Map.of());

    /// Sorts both.
    public Fingerprint {
        stable = Collections.unmodifiableMap(new TreeMap<>(stable));
        noted = Collections.unmodifiableMap(new TreeMap<>(noted));
    }

    /// The stable fields both sides state and state differently; what only one states is unknown.
    public SortedSet<String> stableDifferences(Fingerprint other) {
        return differences(stable, other.stable);
    }

    /// The noted fields both sides state and state differently.
    public SortedSet<String> notedDifferences(Fingerprint other) {
        return differences(noted, other.noted);
    }

    private static SortedSet<String> differences(Map<String, String> a, Map<String, String> b) {
        SortedSet<String> names = new TreeSet<>(a.keySet());
        names.retainAll(b.keySet());
        names.removeIf(name -> a.getOrDefault(name, "").equals(b.get(name)));
        return names;
    }
}
