package dev.ringmark.runtime.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.ringmark.runtime.io.Bed;
import dev.ringmark.runtime.task.Task;
import java.io.File;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where our server is stricter than the JDK's, and what it leaves behind: nothing.
@Timeout(60)
class HttpStrictTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final HttpLimits TIGHT = new HttpLimits(2, 500, 5, 10, 100, SHORT, SHORT, SHORT);

    private static final HttpHandler HELLO =
            exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, 5);
                exchange.getResponseBody().write("hello".getBytes(US_ASCII));
                exchange.close();
            };

    private interface Body {
        void run(Bed bed, int port) throws Exception;
    }

    private static void serve(HttpLimits limits, HttpHandler handler, Body body) {
        Bed.outside(
                bed -> {
                    HttpServer server =
                            new RingHttpServerProvider(bed.loop(), limits)
                                    .createHttpServer(Made.loopback(), 0);
                    server.createContext("/", handler);
                    server.start();
                    try {
                        body.run(bed, server.getAddress().getPort());
                    } finally {
                        server.stop(0);
                    }
                    Bed.until(() -> bed.loop().taskCount() == 0);
                });
    }

    private static Wire.Response said(int port, String request) throws IOException {
        try (Wire wire = new Wire(port)) {
            Wire.Response response = wire.send(request).response();
            assertTrue(wire.isEnded());
            return response;
        }
    }

    /// What two servers may understand differently. // RFC 9112, 11.2
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: nothing\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / / HTTP/1.1\r\nHost: x\r\n\r\n",
                "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void what_is_ambiguous_is_refused(String request) {
        serve(
                HttpLimits.defaults(),
                HELLO,
                (_, port) -> assertEquals(400, said(port, request).status(), request));
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "3\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "-3\r\nabc\r\n0\r\n\r\n",
                "0x3\r\nabc\r\n0\r\n\r\n",
                "\r\nabc\r\n0\r\n\r\n",
                "1000000000000000\r\nabc\r\n",
                "b\r\nmore than 10\r\n0\r\n\r\n"
            })
    void chunks_that_are_none_end_the_connection(String chunks) {
        serve(
                TIGHT,
                HELLO,
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        wire.send(
                                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
                        wire.send(chunks);
                        assertTrue(wire.isEnded());
                    }
                });
    }

    @Test
    void other_codings_and_versions_are_told_apart() {
        serve(
                HttpLimits.defaults(),
                HELLO,
                (_, port) -> {
                    String head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ";
                    assertEquals(501, said(port, head + "gzip, chunked\r\n\r\n").status());
                    assertEquals(
                            501,
                            said(port, head + "chunked\r\ntransfer-encoding: x\r\n\r\n").status());
                    assertEquals(505, said(port, "GET / HTTP/2.0\r\nHost: x\r\n\r\n").status());
                    assertEquals(400, said(port, "GET / ICAP/1.0\r\nHost: x\r\n\r\n").status());
                    try (Wire wire = new Wire(port)) {
                        wire.send("\r\n"); // one empty line is nobody's fault: RFC 9112, 2.2
                        assertEquals("hello", wire.get("/").body());
                    }
                });
    }

    @Test
    void too_much_is_refused() {
        serve(
                TIGHT,
                HELLO,
                (_, port) -> {
                    String get = "GET / HTTP/1.1\r\nHost: x\r\n";
                    assertEquals(431, said(port, get + "A: " + "x".repeat(10_000)).status());
                    assertEquals(431, said(port, "GET /" + "x".repeat(10_000)).status());
                    assertEquals(431, said(port, get + "A: b\r\n".repeat(5) + "\r\n").status());
                    String post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n";
                    assertEquals(413, said(port, post).status());
                });
    }

    @Test
    void whoever_is_too_slow_is_let_go() { // slow-loris
        serve(
                TIGHT,
                HELLO,
                (_, port) -> {
                    try (Wire idle = new Wire(port)) {
                        assertTrue(idle.isEnded());
                    }
                    try (Wire loris = new Wire(port)) {
                        long start = System.nanoTime();
                        loris.send("GET / HTTP/1.1\r\n");
                        AtomicInteger sent = new AtomicInteger();
                        assertThrows(IOException.class, () -> drip(loris, sent));
                        long ms = (System.nanoTime() - start) / 1_000_000;
                        assertTrue(ms < 10_000 && sent.get() > 3, ms + " ms, " + sent + " bytes");
                    }
                    try (Wire stalled = new Wire(port)) {
                        stalled.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
                        assertTrue(stalled.isEnded());
                    }
                });
    }

    private static void drip(Wire wire, AtomicInteger sent) throws Exception {
        while (true) {
            wire.send("a");
            sent.incrementAndGet();
            Task.sleep(Duration.ofMillis(20));
        }
    }

    @Test
    void a_body_that_nobody_reads_is_drained_or_the_connection_ends() {
        HttpHandler careless =
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                };
        HttpLimits limits = new HttpLimits(5, 500, 5, 1000, 100, SHORT, SHORT, SHORT);
        serve(
                limits,
                careless,
                (_, port) -> {
                    String post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ";
                    try (Wire wire = new Wire(port)) {
                        wire.send(post + "50\r\n\r\n" + "x".repeat(50));
                        assertEquals(200, wire.response().status());
                        wire.send(post + "900\r\n\r\n" + "x".repeat(900));
                        assertEquals(200, wire.response().status());
                        assertTrue(wire.isEnded());
                    }
                    try (Wire wire = new Wire(port)) { // it is not waited for
                        wire.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n");
                        wire.send("Content-Length: 5\r\n\r\n");
                        assertEquals(200, wire.response().status());
                        assertTrue(wire.isEnded());
                    }
                });
    }

    @Test
    void connections_over_the_limit_wait_for_their_turn() {
        HttpLimits limits =
                new HttpLimits(
                        2,
                        500,
                        5,
                        10,
                        100,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20));
        serve(
                limits,
                HELLO,
                (_, port) -> {
                    Wire first = new Wire(port);
                    try (Wire second = new Wire(port);
                            Wire third = new Wire(port)) {
                        assertEquals("hello", first.get("/").body());
                        assertEquals("hello", second.get("/").body());
                        third.socket.setSoTimeout(100);
                        assertThrows(SocketTimeoutException.class, () -> third.get("/"));
                        first.close();
                        third.socket.setSoTimeout(20_000);
                        assertEquals("hello", third.response().body());
                    }
                });
    }

    @Test
    void the_operations_really_go_to_the_ring() { // UM-41
        serve(
                HttpLimits.defaults(),
                HELLO,
                (bed, port) -> {
                    try (Wire wire = new Wire(port)) {
                        assertEquals("hello", wire.get("/").body());
                        assertEquals("hello", wire.get("/").body());
                    }
                    Bed.until(() -> bed.hasSeen("CLOSE"));
                    for (String each : List.of("ACCEPT", "RECV", "SEND")) {

                        assertTrue(bed.hasSeen(each), each);
                    }
                });
    }

    @Test
    void a_stop_ends_exchanges_that_nobody_answers() {
        CountDownLatch begun = new CountDownLatch(1);
        serve(
                HttpLimits.defaults(),
                _ -> begun.countDown(), // and the exchange is forgotten
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                        assertTrue(begun.await(10, TimeUnit.SECONDS));
                    }
                }); // which looks that no task is left
    }

    @Test
    void curl_is_served() {
        boolean isThere =
                Arrays.stream(
                                System.getenv()
                                        .getOrDefault("PATH", "")
                                        .split(File.pathSeparator, -1))
                        .anyMatch(each -> Path.of(each, "curl").toFile().canExecute());
        assumeTrue(isThere, "curl is not installed");
        serve(
                HttpLimits.defaults(),
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                },
                (_, port) -> {
                    String url = "http://127.0.0.1:" + port + "/";
                    Process curl =
                            new ProcessBuilder(
                                            "curl",
                                            "-sS",
                                            "--noproxy",
                                            "*",
                                            "-d",
                                            "x".repeat(3000),
                                            url,
                                            url,
                                            "-H",
                                            "Expect: 100-continue",
                                            "-o",
                                            "-")
                                    .redirectErrorStream(true)
                                    .start();
                    String said = new String(curl.getInputStream().readAllBytes(), US_ASCII);
                    assertEquals(0, curl.waitFor(), said);
                    assertEquals("x".repeat(6000), said);
                });
    }
}
