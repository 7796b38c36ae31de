package dev.ringmark.stats.record;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a result is a result of: two runs are compared by these.
public record ResultKey(String id, Map<String, String> params, String kernel, String arch) {
    /// Sorts the parameters, so that the text of equal keys is equal.
    public ResultKey {
        Checks.id(id);
        params = Checks.ordered(new TreeMap<>(params));
    }

    /// `links.drain_waits{mode=plain} on 6.1.0-18-amd64 x86_64`.
    @Override
    public String toString() {
        return named(id, params) + " on " + kernel + " " + arch;
    }

    /// `links.drain_waits{mode=plain}`; without parameters the id alone.
    static String named(String id, Map<String, String> params) {
        return params.isEmpty()
                ? id
                : new TreeMap<>(params)
                        .entrySet().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(",", id + "{", "}"));
    }
}
