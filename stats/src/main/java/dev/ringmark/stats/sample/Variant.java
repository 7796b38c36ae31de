package dev.ringmark.stats.sample;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One side of a comparison: a kernel, a jar, a commit. `factors` are what it is declared to differ
/// by: `kernel=6.12`.
public record Variant(String name, Map<String, String> factors) {
    /// Checks the name and sorts the factors.
    public Variant {
        SampleException.filled("variant.name", name);
        factors = Collections.unmodifiableMap(new TreeMap<>(factors));
    }

    /// A variant that is known by its name alone.
    public static Variant of(String name) {
        return new Variant(name, Map.of());
    }
}
