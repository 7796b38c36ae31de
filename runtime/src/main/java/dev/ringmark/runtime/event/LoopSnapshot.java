package dev.ringmark.runtime.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// What a loop is at, at one moment: for metrics, for tests that look for leaks, and for people who
/// wonder why nothing happens.
///
/// @param loop its name
/// @param scheduling where its tasks run
/// @param runnable how many tasks and calls are ready to run
/// @param permits how many operations there can be at once; what is not in flight is free
/// @param inFlight how many operations hold a permit
/// @param transients how many of them nobody waits for: those of futures
/// @param runs how many times something has run: each switch to a task is one
/// @param counts what its driver has counted, by the names of its counters
/// @param tasks the tasks that have not ended
/// @param fallbacks what the kernel lacks and the loop does without
public record LoopSnapshot(
        String loop,
        String scheduling,
        int runnable,
        int permits,
        int inFlight,
        int transients,
        long runs,
        Map<String, Long> counts,
        List<TaskView> tasks,
        List<String> fallbacks) {

    /// A task as others see it.
    ///
    /// @param name its thread's
    /// @param state its thread's
    /// @param waitsFor what it waits for through the library, or nothing
    public record TaskView(String name, String state, String waitsFor) {}

    /// Copies the collections.
    public LoopSnapshot {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        tasks = List.copyOf(tasks);
        fallbacks = List.copyOf(fallbacks);
    }

    /// What one counter says.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public long count(String name) {
        Long value = counts.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "name: " + name + ", expected one of " + counts.keySet());
        }
        return value;
    }

    /// How many operations can be started at once before one has to wait.
    public int free() {
        return permits - inFlight;
    }

    /// How many operations ended for each enter, the figure of merit of a busy ring.
    public double operationsPerEnter() {
        long enters = count("enters");
        return enters == 0 ? 0 : (double) count("ended") / enters;
    }

    /// One JSON object on one line.
    public String toJson() {
        StringJoiner views = new StringJoiner(",", "[", "]");
        for (TaskView task : tasks) {
            views.add(
                    "{\"name\":%s,\"state\":%s,\"waitsFor\":%s}"
                            .formatted(
                                    quoted(task.name), quoted(task.state), quoted(task.waitsFor)));
        }
        StringJoiner lacks = new StringJoiner(",", "[", "]");
        fallbacks.forEach(fallback -> lacks.add(quoted(fallback)));
        StringJoiner counters = new StringJoiner(",", "{", "}");
        counts.forEach((name, value) -> counters.add(quoted(name) + ":" + value));
        return ("{\"loop\":%s,\"scheduling\":%s,\"runnable\":%d,\"permits\":%d,"
                        + "\"inFlight\":%d,\"transients\":%d,\"runs\":%d,"
                        + "\"counts\":%s,\"tasks\":%s,\"fallbacks\":%s}")
                .formatted(
                        quoted(loop),
                        quoted(scheduling),
                        runnable,
                        permits,
                        inFlight,
                        transients,
                        runs,
                        counters,
                        views,
                        lacks);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
