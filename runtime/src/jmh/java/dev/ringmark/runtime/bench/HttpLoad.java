package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Requests over kept connections, a thread each.
///
/// Closed: each connection asks when it has its answer. Open: each asks at its times, whatever
/// became of the request before, and a latency is counted from the time that was meant; a server
/// that falls behind cannot hide it.
final class HttpLoad {

    static final int CONNECTIONS = 16;

    private final int port;
    private final byte[] request;
    private final byte last;

    /// @param path what is asked for
    /// @param last the last byte of each answer
    HttpLoad(int port, String path, char last) {
        this.port = port;
        request = ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII);
        this.last = (byte) last;
    }

    /// Loads the server for a time.
    ///
    /// @param perSecond requests of all connections together; 0 for a closed loop
    /// @return the latencies in ns, sorted
    long[] run(Duration time, int perSecond) throws InterruptedException {
        long start = System.nanoTime();
        long interval = perSecond == 0 ? 0 : CONNECTIONS * 1_000_000_000L / perSecond;
        List<Client> clients = new ArrayList<>();
        for (int at = 0; at < CONNECTIONS; at++) {
            long first = start + at * interval / CONNECTIONS;
            clients.add(new Client(first, start + time.toNanos(), interval));
        }
        clients.forEach(Thread::start);
        for (Client each : clients) {
            each.join();
        }
        return clients.stream()
                .flatMapToLong(each -> Arrays.stream(each.latencies, 0, each.count))
                .sorted()
                .toArray();
    }

    private final class Client extends Thread {
        private final long deadline;
        private final long interval;
        private long next;
        private long[] latencies = new long[1 << 16];
        private int count;

        Client(long first, long deadline, long interval) {
            next = first;
            this.deadline = deadline;
            this.interval = interval;
        }

        @Override
        public void run() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                InputStream in = socket.getInputStream();
                byte[] answer = new byte[4096];
                int size = 0;
                for (long begin = turn(); begin - deadline < 0; begin = turn()) {
                    socket.getOutputStream().write(request);
                    size = size == 0 ? first(in, answer) : in.readNBytes(answer, 0, size);
                    if (answer[size - 1] != last || answer[9] != '2') {
                        throw new IOException("another answer than was expected");
                    }
                    if (count == latencies.length) {
                        latencies = Arrays.copyOf(latencies, 2 * count);
                    }
                    latencies[count++] = System.nanoTime() - begin;
                }
            } catch (IOException e) {
                throw new IllegalStateException("a client", e);
            }
        }

        /// Waits for the time of the next request, and says when that is.
        private long turn() {
            if (interval == 0) {
                return System.nanoTime();
            }
            long meant = next;
            next += interval;
            for (long left = meant - System.nanoTime();
                    left > 0;
                    left = meant - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return meant;
        }

        /// All answers are of one length, which the first one tells.
        private int first(InputStream in, byte[] answer) throws IOException {
            int size = 0;
            while (size == 0 || answer[size - 1] != last) {
                int more = in.read(answer, size, answer.length - size);
                if (more < 0) {
                    throw new IOException("the server ended the connection");
                }
                size += more;
            }
            return size;
        }
    }
}
