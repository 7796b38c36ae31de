package dev.ringmark.runtime.bench.shape;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// A runtime that is made, used for a moment and ended.
final class ColdStart implements Shape {

    private static final int ROUNDS = 64;

    @Override
    public String id() {
        return "cold_start_ping_pong";
    }

    @Override
    public String says() {
        return "two workers made, " + ROUNDS + " numbers one by one there and back, workers ended";
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(
                Peer.RING_1, Peer.RING_2, Peer.RING_2_SPIN, Peer.JDK, Peer.JDK_1, Peer.THREADS);
    }

    @Override
    public Map<Peer, Double> goals() {
        return Map.of(Peer.JDK, 1.2);
    }

    @Override
    public Work open(Peer peer) {
        return new EachTime(peer);
    }

    /// Nothing is shared: for virtual threads of the JDK only their scheduler is.
    private record EachTime(Peer peer) implements Work {

        @Override
        public void iterate() throws Exception {
            try (Work work = PingPong.open(peer, ROUNDS)) {
                work.iterate();
            }
        }

        @Override
        public void close() {}
    }
}
