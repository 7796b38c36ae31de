package dev.ringmark.runtime.shards;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What a shard counts beside its loop's own counters.
final class Tallies {

    /// Tasks given to it that stay.
    final LongAdder pinned = new LongAdder();

    /// Tasks given to it that others may begin.
    final LongAdder stealable = new LongAdder();

    /// Tasks refused because too many waited.
    final LongAdder overloaded = new LongAdder();

    /// Tasks it has begun.
    final LongAdder executed = new LongAdder();

    /// Tasks that were begun elsewhere though they were to stay here.
    final LongAdder violations = new LongAdder();

    /// Operations under way on its ring that were asked for through the runtime.
    final AtomicLong pending = new AtomicLong();

    /// Operations that one of its own tasks asked for: no hand-over.
    final LongAdder local = new LongAdder();

    /// Operations that were handed over to it.
    final LongAdder remote = new LongAdder();
}
