package dev.ringmark.runtime.bench.shape;

import org.jspecify.annotations.Nullable;

/// A stream in blocking code: a window goes out, and when it is back, the next one.
final class StreamPart implements Crew.Part, Connection.Listener {

    final Stream stream;
    private final Connection connection;
    private final @Nullable Owners owners;

    /// @param owners who are told of frames, where the schedule has messages
    StreamPart(Stream stream, Connection connection, @Nullable Owners owners) {
        this.stream = stream;
        this.connection = connection;
        this.owners = owners;
    }

    @Override
    public void run() throws Exception {
        Schedule schedule = stream.schedule;
        stream.begin();
        for (int at = 0; at < schedule.windows(stream.number); at++) {
            int count = schedule.frames(stream.number, at);
            stream.window.stamp(count);
            connection.send(count);
            connection.receive(count, this);
            if (owners != null) {
                tell(owners, at % Owners.COUNT, schedule.messages(count));
            }
        }
        stream.end();
        if (owners != null) {
            for (int owner = 0; owner < Owners.COUNT; owner++) {
                owners.tell(owner, Owners.STOP);
            }
        }
    }

    private static void tell(Owners owners, int owner, int messages) {
        for (int left = messages; left > 0; left--) {
            owners.tell(owner, 1);
        }
    }

    @Override
    public void arrived(int at) throws WrongResultException {
        stream.window.take(at);
        stream.took();
    }

    @Override
    public String toString() {
        return stream.toString();
    }
}
