package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.shards.Tags.Kind;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.task.WaitLine;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/// Everything that can come to a shard: plain messages, hot ones, and counters. Any thread.
final class Port {

    final Ingress plain;
    final Ingress hot;
    private final Tags tags;
    private final WaitLine plainWaiters;
    private final WaitLine hotWaiters;
    private final Map<Integer, HotCounter> counters = new HashMap<>();
    private final Map<Integer, WaitLine> counterWaiters = new HashMap<>();

    /// @param thresholds of the counters, by their tags
    Port(int shards, int capacity, Tags tags, Map<Integer, Long> thresholds, Executor bell) {
        this.tags = tags;
        plainWaiters = new WaitLine("a message", bell);
        hotWaiters = new WaitLine("a hot message", bell);
        plain = new Ingress(shards, capacity, plainWaiters);
        hot = new Ingress(shards, capacity, hotWaiters);
        thresholds.forEach(
                (tag, threshold) -> {
                    WaitLine waiters = new WaitLine("a count of tag " + tag, bell);
                    counterWaiters.put(tag, waiters);
                    counters.put(tag, new HotCounter(threshold, waiters));
                });
    }

    /// Where messages of a tag go.
    ///
    /// @throws IllegalArgumentException for a counter, and for what a listener hears
    Ingress of(int tag) {
        return switch (tags.kind(tag)) {
            case PLAIN -> plain;
            case HOT, JOINED -> hot;
            case COUNTER ->
                    throw new IllegalArgumentException(
                            "tag: " + tag + ", which is a counter's: add to it, and take its sum");
            case CONTROL ->
                    throw new IllegalArgumentException(
                            "tag: " + tag + ", which is a listener's: send it by control()");
        };
    }

    boolean joins(int tag) {
        return tags.kind(tag) == Kind.JOINED;
    }

    /// @throws IllegalArgumentException when the tag is no counter's
    HotCounter counter(int tag) {
        HotCounter counter = counters.get(tag);
        if (counter == null) {
            throw new IllegalArgumentException(
                    "tag: " + tag + ", expected a counter's, one of " + counters.keySet());
        }
        return counter;
    }

    /// @throws TaskException.Overloaded when its lane is full
    /// @throws TaskException.Closed when the shard has ended
    void put(int from, int tag, int value, @Nullable Object body, @Nullable Ticket ticket) {
        switch (of(tag).put(from, tag, value, body, ticket, joins(tag))) {
            case TAKEN -> {}
            case FULL ->
                    throw new TaskException.Overloaded(
                            "the shard has not taken what this sender has sent before; send less,"
                                    + " wait for tickets, or give it a larger messageCapacity");
            case CLOSED -> throw Ingress.closed();
        }
    }

    /// How often a doorbell was rung.
    long doorbells() {
        long doorbells = plainWaiters.doorbells() + hotWaiters.doorbells();
        for (WaitLine waiters : counterWaiters.values()) {
            doorbells += waiters.doorbells();
        }
        return doorbells;
    }

    ShardSnapshot.Messages snapshot() {
        Ingress.Counts one = plain.counts();
        Ingress.Counts other = hot.counts();
        return new ShardSnapshot.Messages(
                one.waiting() + other.waiting(),
                one.put() + other.put(),
                one.joined() + other.joined(),
                one.taken() + other.taken(),
                one.refused() + other.refused(),
                one.overloads() + other.overloads(),
                doorbells());
    }

    void close() {
        plain.close();
        hot.close();
        counters.values().forEach(HotCounter::close);
    }
}
