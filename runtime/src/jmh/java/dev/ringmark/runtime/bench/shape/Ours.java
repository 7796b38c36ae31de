package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.ShardsBuilder;
import dev.ringmark.runtime.task.Idle;
import java.time.Duration;

/// How the runtimes of ours are made that shapes use.
final class Ours {

    /// More than a halted CPU of a virtual machine takes to wake.
    private static final Duration SPIN_MAX = Duration.ofMillis(1);

    private Ours() {}

    /// One of a peer that is ours, to be started.
    static ShardsBuilder builder(Peer peer) {
        return switch (peer) {
            case RING_1 -> Shards.builder().shards(1);
            case RING_2 -> Shards.builder().shards(2);
            case RING_2_SPIN -> Shards.builder().shards(2).cpus(0, 1).idle(Idle.spin(SPIN_MAX));
            default -> throw new IllegalArgumentException("peer: " + peer + ", expected ours");
        };
    }
}
