package dev.ringmark.runtime.shards;

import java.util.Objects;

/// Where a task goes (SPG-028). One that has begun stays on its shard, whatever it was given as.
public sealed interface Placement {

    /// On one shard, and nowhere else.
    ///
    /// @param shard its index
    record Pinned(int shard) implements Placement {}

    /// On the shard whose task asks; on each in turn for everybody else.
    record Here() implements Placement {}

    /// On each shard in turn, where it stays.
    record RoundRobin() implements Placement {}

    /// On the same shard for the same key, where it stays.
    ///
    /// @param key says by its hash which
    record Sticky(Object key) implements Placement {

        /// @throws NullPointerException when there is no key
        public Sticky {
            Objects.requireNonNull(key, "key: null, expected what has a hash");
        }
    }

    /// Wherever there is time first; it waits with the shard whose task asks, or with each in turn.
    record Stealable() implements Placement {}

    /// Wherever there is time first; it waits with one shard, which begins it if nobody is idle.
    ///
    /// @param shard its index
    record StealablePreferred(int shard) implements Placement {}

    /// On one shard.
    static Placement on(int shard) {
        return new Pinned(shard);
    }

    /// On the caller's shard.
    static Placement here() {
        return new Here();
    }

    /// On each shard in turn.
    static Placement roundRobin() {
        return new RoundRobin();
    }

    /// On the shard of a key.
    static Placement sticky(Object key) {
        return new Sticky(key);
    }

    /// Wherever there is time.
    static Placement stealable() {
        return new Stealable();
    }

    /// Wherever there is time, by preference on one shard.
    static Placement stealable(int preferred) {
        return new StealablePreferred(preferred);
    }
}
