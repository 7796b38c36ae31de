package dev.ringmark.chaos.play;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A server hands its listener to another one while clients come, talk and go: it stops accepting,
/// drains, and its driver ends. No connection is lost, none is served twice, and every byte comes
/// back.
final class HandOverPlay extends Play {

    private static final int CLIENTS_MAX = 24;
    private static final int PERMITS = CLIENTS_MAX + 4;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int MESSAGES_MAX = 8;

    /// A client, whose messages are its number and a count.
    private final class Client {

        private final int fd;
        private final long number;
        private int sent;
        private long received;
        private boolean isClosed;

        Client(int fd, long number) {
            this.fd = fd;
            this.number = number;
        }

        void send() {
            if (sent < MESSAGES_MAX && is(POLLOUT)) {
                memory.set(JAVA_LONG_UNALIGNED, 0, message(sent));
                int result = kernel.calls().write(fd, memory);
                check(result == Long.BYTES, Invariant.I_22, "a client could write " + result);
                sent++;
            }
        }

        /// Reads one message, which may come in pieces.
        void receive() {
            if (!is(POLLIN)) {
                return;
            }
            long at = received % Long.BYTES;
            int result = kernel.calls().read(fd, memory.asSlice(at));
            check(result > 0, Invariant.I_01, "connection " + number + " was lost: " + result);
            long expected = message((int) (received / Long.BYTES));
            for (long index = at; index < at + Math.max(0, result); index++) {
                byte found = memory.get(JAVA_BYTE, index);
                byte wanted = (byte) (expected >>> (Byte.SIZE * index));
                check(
                        found == wanted,
                        Invariant.I_05,
                        "connection " + number + " got a byte that it had not sent");
            }
            received += Math.max(0, result);
        }

        private long message(int index) {
            return number << Integer.SIZE | index;
        }

        boolean isAnswered() {
            return received == (long) sent * Long.BYTES;
        }

        private boolean is(int event) {
            return !isClosed && kernel.calls().poll(fd, event, 0) > 0;
        }

        void close() {
            if (!isClosed) {
                isClosed = true;
                kernel.close(fd);
            }
        }
    }

    private final Driver other;
    private final int listener;
    private final EchoServer first;
    private @Nullable EchoServer second;
    private final List<Client> clients = new ArrayList<>();
    private final MemorySegment memory;
    private int connected;
    private boolean isHandedOver;

    HandOverPlay(Stage stage) {
        super(stage);
        other = Driver.open(kernel, options(stage.shape().options()));
        listener = Tcp.listener(kernel);
        first = new EchoServer(driver, Fd.of(listener));
        MemorySegment cell = cell(Long.BYTES);
        if (cell == null) {
            throw new IllegalStateException("no memory for a first cell");
        }
        memory = cell;
    }

    @Override
    DriverOptions options(DriverOptions drawn) {
        return new DriverOptions(drawn.sqEntries(), PERMITS, PERMITS, drawn.setupFlags());
    }

    @Override
    void act(int action, int argument) {
        Client client = clients.isEmpty() ? null : clients.get(argument % clients.size());
        switch (action) {
            case 0, 1, 2 -> connect();
            case 3, 4, 5 -> {
                if (client != null) {
                    client.send();
                }
            }
            case 6, 7 -> {
                if (client != null) {
                    client.receive();
                }
            }
            case 8 -> {
                if (client != null && client.isAnswered()) {
                    client.close();
                }
            }
            case 9 -> {
                if (argument % 4 == 0) {
                    handOver(argument % 8 == 0);
                }
            }
            case 10, 11 -> other.step(1 << (argument & 7));
            case 12 -> other.await(other.now() + (1L << (argument & 0xf)));
            case 13 -> driver.await(driver.now() + (1L << (argument & 0xf)));
            default -> driver.step(1 << (argument & 7));
        }
    }

    private void connect() {
        if (connected < CLIENTS_MAX) {
            clients.add(new Client(Tcp.connect(kernel, listener), ++connected));
        }
    }

    /// The new server begins, and the old one stops: in this order, or with nobody there between.
    private void handOver(boolean isStoppedFirst) {
        if (isHandedOver) {
            return;
        }
        if (second != null) {
            first.stopAccepting();
            isHandedOver = true;
            return;
        }
        if (isStoppedFirst) {
            first.stopAccepting();
            isHandedOver = true;
        }
        second = new EchoServer(other, Fd.of(listener));
    }

    private int accepted() {
        return first.accepted() + (second == null ? 0 : second.accepted());
    }

    @Override
    void compare() {
        check(
                accepted() <= connected,
                Invariant.I_01,
                accepted() + " connections were accepted, " + connected + " were made");
    }

    @Override
    void help() {
        if (isHandedOver && !first.isDrained()) {
            first.stopAccepting();
        } else {
            handOver(false);
        }
        talk();
    }

    private void talk() {
        for (Client client : clients) {
            client.send();
            client.receive();
            if (client.sent == MESSAGES_MAX && client.isAnswered()) {
                client.close();
            }
        }
        other.step(64);
    }

    @Override
    boolean isAtRest() {
        boolean isEverybodyGone = clients.stream().allMatch(client -> client.isClosed);
        boolean isEverybodySeen = accepted() == connected;
        return isHandedOver && isEverybodySeen && isEverybodyGone && first.isDrained();
    }

    /// The old one has ended: the new one goes on alone.
    @Override
    void end() {
        int before = accepted();
        check(
                before == connected || driver.failure() != null,
                Invariant.I_01,
                before + " connections were accepted, " + connected + " were made");
        EchoServer left = second;
        if (left != null) {
            Client late = new Client(Tcp.connect(kernel, listener), ++connected);
            clients.add(late);
            for (int turn = 0; turn < 1000 && !late.isClosed; turn++) {
                talk();
                other.await(other.now() + MILLI);
            }
            check(late.isClosed, Invariant.I_16, "the new server does not answer");
            for (int turn = 0; turn < 1000 && !left.isDrained(); turn++) {
                left.stopAccepting();
                other.step(64);
                other.await(other.now() + MILLI);
            }
            check(left.isDrained(), Invariant.I_16, "the new server does not drain");
        }
        clients.forEach(Client::close);
        int given = other.close(other.now() + 1000 * MILLI).quarantined();
        check(given == 0, Invariant.I_16, given + " operations of the new server were given up");
        kernel.close(listener);
    }
}
