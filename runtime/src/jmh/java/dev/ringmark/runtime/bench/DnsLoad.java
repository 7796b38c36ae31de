package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.net.CannedAnswers;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Questions to a name server: clients with a socket each that keep some under way, and look at
/// each answer. One that does not come in 5 s, or is another question's, ends the measurement.
final class DnsLoad {

    private static final int CLIENTS = 4;
    private static final int UNDER_WAY = 8;
    private static final int PATIENCE_MS = 5000;

    private final InetSocketAddress server;

    DnsLoad(InetSocketAddress server) {
        this.server = server;
    }

    /// Asks for a time.
    ///
    /// @return how many answers came
    long run(Duration time) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        List<FutureTask<Long>> clients = new ArrayList<>();
        for (int at = 0; at < CLIENTS; at++) {
            clients.add(new FutureTask<>(() -> client(deadline)));
            Thread.ofPlatform().start(clients.getLast());
        }
        long answers = 0;
        for (FutureTask<Long> each : clients) {
            try {
                answers += each.get();
            } catch (ExecutionException e) {
                throw new IOException("a client", e.getCause());
            }
        }
        return answers;
    }

    /// A question's id says which of those under way it is, and which name it asks for.
    private long client(long deadline) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(server);
            int[] ids = new int[UNDER_WAY];
            for (int slot = 0; slot < UNDER_WAY; slot++) {
                ids[slot] = slot;
                ask(socket, slot);
            }
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            long answers = 0;
            for (int left = UNDER_WAY; left > 0; answers++) {
                answer.setLength(512);
                socket.receive(answer);
                int id = Short.toUnsignedInt(ByteBuffer.wrap(answer.getData()).getShort());
                int slot = id % UNDER_WAY;
                if (ids[slot] != id || address(answer) != numberOf(id)) {
                    throw new IOException("an answer that nobody waits for: " + id);
                }
                if (System.nanoTime() - deadline < 0) {
                    ids[slot] = (id + UNDER_WAY) & 0xffff;
                    ask(socket, ids[slot]);
                } else {
                    ids[slot] = -1;
                    left--;
                }
            }
            return answers;
        }
    }

    private static int numberOf(int id) {
        return id / UNDER_WAY % DnsAnswers.NAMES;
    }

    private static void ask(DatagramSocket socket, int id) throws IOException {
        byte[] question = CannedAnswers.question(id, CannedAnswers.name(numberOf(id)));
        socket.send(new DatagramPacket(question, question.length));
    }

    /// The end of the address, which is the end of the answer.
    private static int address(DatagramPacket answer) {
        return Short.toUnsignedInt(
                ByteBuffer.wrap(answer.getData()).getShort(answer.getLength() - 2));
    }
}
