package dev.ringmark.runtime.bench.shape;

import java.util.Map;
import java.util.Set;

/// Something that programs do all the time, in a form that several peers can do alike.
///
/// It has no state; what an iteration needs is in the [Work] that it opens.
public interface Shape {

    /// What the command line calls it: `steady_ping_pong_rtt`.
    String id();

    /// One line: what one iteration is.
    String says();

    /// Who can do it; [Peer#RING_2] is among them.
    Set<Peer> peers();

    /// How long ours may take at most, as a share of what a peer takes; only for peers with a goal.
    default Map<Peer, Double> goals() {
        return Map.of();
    }

    /// How many threads, carriers or event loops a peer has that could have any number.
    default int workers() {
        return 2;
    }

    /// Makes all that iterations share: threads, rings, connections, files.
    ///
    /// @param peer one of [#peers]
    Work open(Peer peer) throws Exception;
}
