package dev.ringmark.runtime.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ringmark.runtime.io.Bed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests over connections that are reset at random: whoever waits for his answer gets it, and it
/// is his. `-Dringmark.full=true` sends 1,000,000.
@Timeout(900)
class HttpLoadTest {

    private static final boolean IS_FULL = Boolean.getBoolean("ringmark.full");
    private static final long REQUESTS = IS_FULL ? 1_000_000 : 20_000;
    private static final int CLIENTS = 16;

    /// How many requests a client sends before it reads the answers.
    private static final int BATCH_MAX = 16;

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();

    @Test
    void no_answer_is_lost_or_crossed_while_connections_are_reset() {
        long seed = Long.getLong("ringmark.seed", 20_261_121L);
        Bed.outside(
                bed -> {
                    HttpServer server =
                            new RingHttpServerProvider(bed.loop(), HttpLimits.defaults())
                                    .createHttpServer(Made.loopback(), 0);
                    server.createContext(
                            "/",
                            exchange -> {
                                byte[] body = exchange.getRequestURI().getPath().getBytes(US_ASCII);
                                boolean isChunked = body.length % 2 == 0;
                                exchange.sendResponseHeaders(200, isChunked ? 0 : body.length);
                                exchange.getResponseBody().write(body);
                                exchange.close();
                            });
                    server.start();
                    List<CompletableFuture<String>> clients = new ArrayList<>();
                    for (int at = 0; at < CLIENTS; at++) {
                        SplittableRandom random = new SplittableRandom(seed + at);
                        int port = server.getAddress().getPort();
                        clients.add(begin("client " + at, port, random));
                    }
                    for (CompletableFuture<String> each : clients) {
                        assertEquals("", each.join(), () -> "seed " + seed);
                    }
                    server.stop(5);
                    Bed.until(() -> bed.loop().taskCount() == 0);
                });
        assertTrue(answered.get() >= REQUESTS);
        assertTrue(resets.get() >= REQUESTS / 1000, () -> resets + " resets");
    }

    private CompletableFuture<String> begin(String name, int port, SplittableRandom random) {
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon(true)
                .name(name)
                .start(
                        () -> {
                            try {
                                while (answered.get() < REQUESTS) {
                                    connect(port, random);
                                }
                                end.complete("");
                            } catch (IOException | AssertionError e) {
                                end.complete(name + ": " + e);
                            }
                        });
        return end;
    }

    /// Batches over one connection, until it is reset: before, between or in the answers.
    private void connect(int port, SplittableRandom random) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (answered.get() < REQUESTS) {
                int count = 1 + random.nextInt(BATCH_MAX);
                List<String> paths = new ArrayList<>();
                StringBuilder text = new StringBuilder();
                for (int at = 0; at < count; at++) {
                    paths.add("/" + Long.toHexString(random.nextLong()));
                    text.append("GET ").append(paths.getLast());
                    text.append(" HTTP/1.1\r\nHost: x\r\n\r\n");
                }
                boolean isReset = random.nextInt(40) == 0;
                int cut = isReset ? random.nextInt(text.length()) : text.length();
                socket.getOutputStream().write(text.substring(0, cut).getBytes(US_ASCII));
                int toRead = isReset ? random.nextInt(1 + cut / 40) / 2 : count;
                for (int at = 0; at < toRead; at++) {
                    assertEquals(paths.get(at), answer(in));
                    answered.incrementAndGet();
                }
                if (isReset) {
                    resets.incrementAndGet();
                    socket.setSoLinger(true, 0); // the close is a reset
                    return;
                }
            }
        }
    }

    private static String answer(InputStream in) throws IOException {
        int length = -1;
        assertEquals("HTTP/1.1 200 OK", line(in));
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.startsWith("Content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        if (length >= 0) {
            return new String(in.readNBytes(length), US_ASCII);
        }
        StringBuilder body = new StringBuilder();
        for (int size = size(in); size > 0; size = size(in)) {
            body.append(new String(in.readNBytes(size), US_ASCII));
            line(in);
        }
        line(in);
        return body.toString();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new IOException("the server has ended the connection");
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }
}
