package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.task.Loop;
import java.time.Duration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/// Writers and readers in pairs, each with a pipe, Unix sockets or a TLS connection between them
/// (UM-58, UM-59, UM-65). The lines stay open from iteration to iteration.
///
/// Whoever has ten threads gives each write and each read to them as a job of its own.
final class LinePairs implements Shape {

    /// What is between the two.
    private enum Kind {
        PIPE,
        SOCKETS,
        TLS
    }

    private final String id;
    private final Kind kind;
    private final int pairs;
    private final int messages;
    private final int size;

    private LinePairs(String id, Kind kind, int pairs, int messages, int size) {
        this.id = id;
        this.kind = kind;
        this.pairs = pairs;
        this.messages = messages;
        this.size = size;
    }

    static LinePairs pipes() {
        return new LinePairs("um_pipe_48", Kind.PIPE, 48, 200, 1024);
    }

    static LinePairs sockets() {
        return new LinePairs("um_socketpair_50", Kind.SOCKETS, 50, 200, 1024);
    }

    static LinePairs tls() {
        return new LinePairs("um_tls_48", Kind.TLS, 48, 50, 16 << 10);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String says() {
        String what =
                switch (kind) {
                    case PIPE -> "pipes";
                    case SOCKETS -> "pairs of Unix sockets";
                    case TLS -> "TLS connections";
                };
        return pairs + " " + what + ", " + messages + " writes and reads of " + size + " B each";
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.JDK, Peer.THREADS, Peer.POOL_10);
    }

    @Override
    public Work open(Peer peer) throws Exception {
        return open(peer, Crew.PATIENCE, line -> line);
    }

    /// @param wrapper makes other lines of these: for tests
    Work open(Peer peer, Duration patience, UnaryOperator<Line> wrapper) throws Exception {
        SSLContext keys = kind == Kind.TLS ? TlsKeys.context() : SSLContext.getDefault();
        Shards shards = peer.isOurs() ? Ours.builder(peer).start() : null;
        Crew crew =
                shards == null
                        ? Crew.of(peer, 2, patience)
                        : Crew.ofShards(shards, 2, patience);
        List<Line> lines = new ArrayList<>();
        for (int at = 0; at < pairs; at++) {
            Line line =
                    shards == null
                            ? ofThreads(keys)
                            : ofRing(shards.shard(at % shards.count()).loop(), keys);
            lines.add(wrapper.apply(line));
        }
        return new Pairs(crew, lines, peer == Peer.POOL_10 ? jobs(lines) : tasks(lines));
    }

    private Line ofRing(Loop loop, SSLContext keys) {
        return switch (kind) {
            case PIPE -> RingLine.pipe(loop, size);
            case SOCKETS -> RingLine.sockets(loop, size);
            case TLS -> RingLine.tls(loop, size, keys);
        };
    }

    private Line ofThreads(SSLContext keys) throws Exception {
        return switch (kind) {
            case PIPE -> ChannelLine.pipe(size);
            case SOCKETS -> ChannelLine.sockets(size);
            case TLS -> TlsSocketLine.open(size, keys);
        };
    }

    /// One for each writer and each reader.
    private List<Crew.Part> tasks(List<Line> lines) {
        List<Crew.Part> tasks = new ArrayList<>();
        for (Line line : lines) {
            tasks.add(() -> repeat(line::write));
            tasks.add(() -> repeat(line::read));
        }
        return tasks;
    }

    private void repeat(Crew.Part part) throws Exception {
        for (int at = 0; at < messages; at++) {
            part.run();
        }
    }

    /// One for each write and each read.
    private List<Crew.Part> jobs(List<Line> lines) {
        List<Crew.Part> jobs = new ArrayList<>();
        for (Line line : lines) {
            ReentrantLock writing = new ReentrantLock();
            ReentrantLock reading = new ReentrantLock();
            for (int at = 0; at < messages; at++) {
                jobs.add(() -> locked(writing, line::write));
                jobs.add(() -> locked(reading, line::read));
            }
        }
        return jobs;
    }

    private static void locked(ReentrantLock lock, Crew.Part part) throws Exception {
        lock.lock();
        try {
            part.run();
        } finally {
            lock.unlock();
        }
    }

    private record Pairs(Crew crew, List<Line> lines, List<Crew.Part> parts) implements Work {

        @Override
        public void iterate() throws Exception {
            crew.run(parts);
        }

        @Override
        public void close() throws IOException {
            for (Line each : lines) {
                each.close();
            }
            crew.close();
        }
    }
}
