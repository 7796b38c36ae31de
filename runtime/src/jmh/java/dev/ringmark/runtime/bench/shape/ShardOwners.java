package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.ShardsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// Owners that are told by tags that shards only add up.
final class ShardOwners implements Owners {

    private static final int TAG = 1; // the first owner's
    private static final long WAKE_THRESHOLD = 4096;

    private final Shards shards;
    private final int streams;
    private final AtomicLongArray sums = new AtomicLongArray(COUNT);

    ShardOwners(Shards shards, int streams) {
        this.shards = shards;
        this.streams = streams;
    }

    /// Tells a runtime which tags these are.
    static ShardsBuilder tags(ShardsBuilder builder) {
        for (int owner = 0; owner < COUNT; owner++) {
            builder.counterTag(TAG + owner, WAKE_THRESHOLD);
        }
        return builder;
    }

    @Override
    public void tell(int owner, int value) {
        shard(owner).count(TAG + owner, value);
    }

    private Shard shard(int owner) {
        return shards.shard(owner % shards.count());
    }

    @Override
    public List<Crew.Part> parts() {
        List<Crew.Part> parts = new ArrayList<>();
        for (int at = 0; at < COUNT; at++) {
            int owner = at;
            parts.add(() -> own(owner));
        }
        return parts;
    }

    private void own(int owner) {
        long sum = 0;
        while (sum < (long) streams * STOP) {
            sum += shard(owner).awaitCount(TAG + owner, Crew.PATIENCE);
        }
        sums.set(owner, sum % STOP);
    }

    @Override
    public long sum(int owner) {
        return sums.get(owner);
    }
}
