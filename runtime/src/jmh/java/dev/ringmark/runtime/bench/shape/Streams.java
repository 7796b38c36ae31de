package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Placement;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.ShardsBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A network shape on those who have blocking calls: each stream is a task.
final class Streams implements Work {

    /// Makes the connection of a stream.
    private interface Connector {
        Connection connect(int number, Window window) throws IOException;
    }

    private final Schedule schedule;
    private final EchoThreads server;
    private final Crew crew;
    private final @Nullable Owners owners;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<Crew.Part> parts = new ArrayList<>();

    private Streams(
            Schedule schedule,
            EchoThreads server,
            Crew crew,
            @Nullable Owners owners,
            Connector connector)
            throws IOException {
        this.schedule = schedule;
        this.server = server;
        this.crew = crew;
        this.owners = owners;
        for (int number = 0; number < schedule.connections(); number++) {
            Stream stream = new Stream(schedule, number);
            Connection connection = connector.connect(number, stream.window);
            connections.add(connection);
            server.accept();
            if (number < schedule.streams) {
                streams.add(stream);
                parts.add(new StreamPart(stream, connection, owners));
            }
        }
        if (owners != null) {
            parts.addAll(owners.parts());
        }
    }

    /// @param server is its to close
    /// @param wrapper makes other owners of these
    static Streams open(
            Peer peer, Schedule schedule, EchoThreads server, UnaryOperator<Owners> wrapper)
            throws IOException {
        boolean hasOwners = schedule.messages(1) > 0;
        if (peer.isOurs()) {
            ShardsBuilder builder = Ours.builder(peer);
            Shards shards = (hasOwners ? ShardOwners.tags(builder) : builder).start();
            return new Streams(
                    schedule,
                    server,
                    Crew.ofShards(shards, 1),
                    hasOwners ? wrapper.apply(new ShardOwners(shards, schedule.streams)) : null,
                    (number, window) ->
                            new RingConnection(
                                    shards.pick(Placement.on(number % shards.count())).loop(),
                                    server.address(),
                                    window));
        }
        return new Streams(
                schedule,
                server,
                Crew.of(peer, 1),
                hasOwners ? wrapper.apply(new ThreadOwners(schedule.streams)) : null,
                (_, window) ->
                        new ChannelConnection(
                                server.address(), window, peer == Peer.JDK_GATHERED));
    }

    @Override
    public void iterate() throws Exception {
        crew.run(parts);
        long frames = 0;
        for (Stream each : streams) {
            frames += each.frames();
        }
        WrongResultException.unless("frames", schedule.framesInAll(), frames);
        if (owners != null) {
            long told = owners.sum(0) + owners.sum(1);
            WrongResultException.unless("messages", frames * schedule.messages(1), told);
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection each : connections) {
            each.close();
        }
        crew.close();
        server.close();
    }
}
