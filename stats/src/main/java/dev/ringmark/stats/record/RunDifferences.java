package dev.ringmark.stats.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What differs between two runs, result by result and in where they were made.
///
/// Results are paired by id and parameters: the kernel is what people compare, and its difference
/// is one of the environment.
///
/// @param changes in the order of the later run, then what only the earlier one has
public record RunDifferences(List<Change> changes, List<EnvironmentChange> environment) {

    /* A duration in what was observed differs each time and says nothing; a figure without a unit
     * of time is what a kernel answered. */
    private static final Pattern DURATION =
            Pattern.compile("\\b\\d+(\\.\\d+)? ?(ns|us|µs|ms|s)\\b");

    /// Begins a line of what was observed that chance decides: it is no difference.
    public static final String BY_CHANCE = "by chance: ";

    /// What became of one result.
    public enum Became {
        /// A finding that no waiver covers, where there was none before.
        NEW_FAIL,
        /// No finding any more.
        FIXED,
        /// Another verdict, neither of them one of the above.
        VERDICT,
        /// The same verdict, and something else was observed.
        OBSERVED,
        /// Only the later run has it.
        ADDED,
        /// Only the earlier run has it.
        GONE
    }

    /// One result that differs; `before` or `after` is null where a run has none.
    public record Change(
            Became became,
            String id,
            Map<String, String> params,
            @Nullable ResultLine before,
            @Nullable ResultLine after) {}

    /// One fact of the environment that differs; empty where a run does not know it.
    public record EnvironmentChange(String name, String before, String after) {}

    /// Copies the lists.
    public RunDifferences {
        changes = List.copyOf(changes);
        environment = List.copyOf(environment);
    }

    /// What differs from `before` to `after`.
    public static RunDifferences between(Run before, Run after) {
        Map<Key, ResultLine> earlier = byKey(before);
        Map<Key, ResultLine> later = byKey(after);
        Set<Key> keys = new LinkedHashSet<>(later.keySet());
        keys.addAll(earlier.keySet());
        List<Change> changes = new ArrayList<>();
        for (Key key : keys) {
            ResultLine old = earlier.get(key);
            ResultLine now = later.get(key);
            Became became = became(old, now);
            if (became != null) {
                changes.add(new Change(became, key.id(), key.params(), old, now));
            }
        }
        return new RunDifferences(changes, environment(before.header(), after.header()));
    }

    /// What became so.
    public List<Change> of(Became became) {
        return changes.stream().filter(change -> change.became() == became).toList();
    }

    /// Whether the later run is worse: something fails that did not.
    public boolean isWorse() {
        return !of(Became.NEW_FAIL).isEmpty();
    }

    private record Key(String id, Map<String, String> params) {}

    private static Map<Key, ResultLine> byKey(Run run) {
        Map<Key, ResultLine> results = new LinkedHashMap<>();
        run.results().forEach(result -> results.put(new Key(result.id(), result.params()), result));
        return results;
    }

    private static @Nullable Became became(
            @Nullable ResultLine before, @Nullable ResultLine after) {
        if (after == null) {
            return Became.GONE;
        }
        boolean failedBefore = before != null && before.isUncoveredFinding();
        if (after.isUncoveredFinding() && !failedBefore) {
            return Became.NEW_FAIL;
        }
        if (before == null) {
            return Became.ADDED;
        }
        if (before.verdict().isFinding() && !after.verdict().isFinding()) {
            return Became.FIXED;
        }
        if (before.verdict() != after.verdict()) {
            return Became.VERDICT;
        }
        return comparable(before).equals(comparable(after)) ? null : Became.OBSERVED;
    }

    private static List<String> comparable(ResultLine result) {
        List<String> lines = new ArrayList<>(result.observed());
        lines.add(Objects.requireNonNullElse(result.reason(), ""));
        return lines.stream()
                .filter(line -> !line.startsWith(BY_CHANCE))
                .map(line -> DURATION.matcher(line).replaceAll("#"))
                .toList();
    }

    private static List<EnvironmentChange> environment(RunHeader before, RunHeader after) {
        Map<String, String> old = facts(before);
        Map<String, String> now = facts(after);
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        List<EnvironmentChange> changes = new ArrayList<>();
        for (String name : names) {
            String was = old.getOrDefault(name, "");
            String is = now.getOrDefault(name, "");
            if (!was.equals(is)) {
                changes.add(new EnvironmentChange(name, was, is));
            }
        }
        return changes;
    }

    private static Map<String, String> facts(RunHeader header) {
        Environment env = header.env();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", env.kernelRelease());
        facts.put("architecture", env.arch());
        put(facts, "kernel package", env.kernelPackage());
        put(facts, "kernel config", env.configDigest());
        facts.put("boot parameters", env.bootParameters());
        facts.put("cpu", env.cpu());
        facts.put("cpus", Integer.toString(env.cpus()));
        facts.put("memory", Long.toString(env.memoryBytes()));
        facts.put("accelerator", env.accelerator().wireName());
        facts.put("JDK", env.jdk());
        facts.put("binding", env.binding());
        facts.put("io_uring", env.availability());
        put(facts, "feature bits", env.features());
        put(facts, "capabilities", env.capabilities());
        facts.put("seccomp", env.seccompMode().wireName());
        env.sysctls().forEach((name, value) -> facts.put("sysctl " + name, value));
        env.limits().forEach((name, value) -> facts.put("limit " + name, value));
        facts.put("suite", header.suite());
        facts.put("Ringmark", header.tool().version());
        put(facts, "commit", header.tool().commit());
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
