package dev.ringmark.runtime.bench.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// All shapes there are.
public final class Shapes {

    /// What our runtime wants of a JVM; peers have it too.
    private static final String JVM_FLAGS =
            "--add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED";

    private Shapes() {}

    /// In the order of the tables.
    public static List<Shape> all() {
        List<Shape> all = new ArrayList<>();
        all.add(new PingPong());
        all.add(new OneWay());
        all.add(new ColdStart());
        all.add(new FanOut(false));
        all.add(new FanOut(true));
        all.add(FileReads.oneByOne());
        all.add(FileReads.inBatches());
        all.add(StreamShape.echo());
        all.add(StreamShape.throughput());
        all.add(StreamShape.imbalanced());
        all.add(StreamShape.rotation());
        all.add(StreamShape.pipeline());
        all.add(StreamShape.keyed());
        all.add(new QueueGroups());
        all.add(MutexGroups.computing());
        all.add(MutexGroups.writing());
        all.add(LinePairs.pipes());
        all.add(LinePairs.sockets());
        all.add(LinePairs.tls());
        return List.copyOf(all);
    }

    /// One of them.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public static Shape of(String id) {
        return all().stream()
                .filter(shape -> shape.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "shape: " + id + ", expected one of " + ids()));
    }

    /// Prints them for `ringmark bench`, a line of tab-separated fields each: what JMH runs, with
    /// its options; peers with what tables call them; the one that every shape has; shapes with
    /// what they say; cases of a shape with a peer and, where there is one, the goal.
    public static void main(String[] args) {
        line("benchmark", ShapeBenchmark.class.getName() + ".iterate");
        line("jmh", "-prof", ProcessCost.class.getName());
        line("jmh", "-jvmArgsAppend", JVM_FLAGS);
        for (Peer peer : Peer.values()) {
            line("peer", peer.name(), peer.label(), peer.isOurs());
        }
        line("base", Peer.RING_2);
        for (Shape shape : all()) {
            line("shape", shape.id(), shape.says());
            for (Peer peer : shape.peers()) {
                Double goal = shape.goals().get(peer);
                line("case", shape.id(), peer.name(), goal == null ? "" : goal);
            }
        }
    }

    private static List<String> ids() {
        return all().stream().map(Shape::id).toList();
    }

    private static void line(Object... fields) {
        System.out.println(String.join("\t", Stream.of(fields).map(Object::toString).toList()));
    }
}
