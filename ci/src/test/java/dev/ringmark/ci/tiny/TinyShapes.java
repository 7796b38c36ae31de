package dev.ringmark.ci.tiny;

import dev.ringmark.ci.tiny.TinyShapeBenchmark.Peer;
import java.util.List;

/// What the tests of `bench` take for shapes: next to nothing, of peers of known speed.
public final class TinyShapes {
    private TinyShapes() {}

    /// Lists them as the real ones list theirs.
    public static void main(String[] args) {
        line("benchmark", TinyShapeBenchmark.class.getName() + ".iterate");
        line("jmh", "-prof", "gc");
        for (Peer peer : Peer.values()) {
            line("peer", peer.name(), "a peer, " + peer, String.valueOf(peer == Peer.OURS));
        }
        line("base", Peer.OURS.name());
        for (String shape : List.of("steady", "wrong")) {
            line("shape", shape, "a little " + shape + " work");
        }
        line("case", "steady", "OURS", "");
        line("case", "steady", "SAME", "0.5");
        line("case", "steady", "TWICE", "0.9");
        line("case", "wrong", "OURS", "");
    }

    private static void line(String... fields) {
        System.out.println(String.join("\t", fields));
    }
}
