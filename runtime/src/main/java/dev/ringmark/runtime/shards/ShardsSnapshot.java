package dev.ringmark.runtime.shards;

import java.util.List;
import java.util.function.ToLongFunction;

/// What a runtime is at, at one moment, each number a little late (SPG-042).
///
/// @param shards each of them, by index
/// @param leases how many files are bound to a shard
public record ShardsSnapshot(List<ShardSnapshot> shards, int leases) {

    /// Copies the list.
    public ShardsSnapshot {
        shards = List.copyOf(shards);
    }

    /// A number summed up over all shards.
    public long sum(ToLongFunction<ShardSnapshot> number) {
        return shards.stream().mapToLong(number).sum();
    }
}
