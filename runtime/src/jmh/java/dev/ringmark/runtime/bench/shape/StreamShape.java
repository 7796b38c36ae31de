package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Frames to a server and back, by a schedule. The server is the same for all: blocking platform
/// threads ([EchoThreads]).
final class StreamShape implements Shape {

    private final String id;
    private final Schedule schedule;
    private final String says;
    private final double goal;

    /// @param goal against virtual threads, frame by frame
    private StreamShape(String id, Schedule schedule, double goal, String says) {
        this.id = id;
        this.schedule = schedule;
        this.goal = goal;
        this.says = says;
    }

    static StreamShape echo() {
        String says = "512 pieces of 256 B there and back, one by one, on one of 8 connections";
        return new StreamShape("net_echo_rtt_256b", Schedule.ECHO, 0.6, says);
    }

    static StreamShape throughput() {
        return new StreamShape(
                "net_stream_throughput_4k_window32",
                Schedule.STREAM,
                0.45,
                "2048 frames of 4 KiB there and back, 32 at a time");
    }

    static StreamShape imbalanced() {
        return new StreamShape(
                "net_stream_imbalanced_4k_hot1_light7",
                Schedule.IMBALANCED,
                0.45,
                "a stream of 2048 frames of 4 KiB beside 7 of 128, 32 at a time");
    }

    static StreamShape rotation() {
        return new StreamShape(
                "net_stream_hotspot_rotation_4k",
                Schedule.ROTATION,
                0.45,
                "8 streams of 64 steps: 32 frames of 4 KiB for each in turn, 2 for the others");
    }

    static StreamShape pipeline() {
        return new StreamShape(
                "net_pipeline_hotspot_rotation_4k_window32",
                Schedule.PIPELINE,
                0.45,
                "8 streams of 1024 frames of 4 KiB, each computed upon, for one at a time longer");
    }

    static StreamShape keyed() {
        return new StreamShape(
                "net_keyed_hotspot_rotation_4k",
                Schedule.KEYED,
                0.6,
                "the rotation, and 16 messages for each frame to one of two who add them up");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String says() {
        return says;
    }

    @Override
    public Set<Peer> peers() {
        Set<Peer> peers = EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.RING_2_SPIN, Peer.JDK);
        if (schedule.framesMax() > 1) {
            peers.add(Peer.JDK_GATHERED);
        }
        if (schedule.messages(1) == 0) {
            peers.addAll(EnumSet.of(Peer.NETTY_IO_URING, Peer.NETTY_EPOLL, Peer.NETTY_NIO));
        }
        return peers;
    }

    @Override
    public Map<Peer, Double> goals() {
        Map<Peer, Double> goals = new EnumMap<>(Map.of(Peer.JDK, goal));
        if (peers().contains(Peer.JDK_GATHERED)) {
            goals.put(Peer.JDK_GATHERED, 0.9);
        }
        return goals;
    }

    @Override
    public Work open(Peer peer) throws Exception {
        return open(peer, new EchoThreads(), owners -> owners);
    }

    /// @param server is the work's to close
    /// @param wrapper makes other owners of these: for tests
    Work open(Peer peer, EchoThreads server, UnaryOperator<Owners> wrapper)
            throws IOException, InterruptedException {
        return switch (peer) {
            case NETTY_IO_URING, NETTY_EPOLL, NETTY_NIO ->
                    NettyStreams.open(peer, schedule, server);
            default -> Streams.open(peer, schedule, server, wrapper);
        };
    }
}
