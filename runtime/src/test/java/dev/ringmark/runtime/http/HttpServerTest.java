package dev.ringmark.runtime.http;

import static dev.ringmark.runtime.http.Handlers.ECHO;
import static dev.ringmark.runtime.http.Handlers.answer;
import static dev.ringmark.runtime.http.Handlers.serve;
import static dev.ringmark.runtime.http.Handlers.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the JDK's server says, ours says too: every test runs on both. // UM-52, UM-70
@Timeout(60)
class HttpServerTest {

    @ParameterizedTest
    @EnumSource
    void a_connection_is_kept_until_somebody_ends_it(Made made) throws Exception {
        serve(
                made,
                text("hello"),
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        for (int at = 0; at < 5; at++) {
                            assertEquals("hello", wire.get("/" + at).body());
                        }
                        wire.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                        assertEquals("hello", wire.response().body());
                        assertTrue(wire.isEnded());
                    }
                    try (Wire old = new Wire(port)) {
                        old.send("GET / HTTP/1.0\r\n\r\n");
                        assertEquals("hello", old.response().body());
                        assertTrue(old.isEnded());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void bodies_come_in_chunks_both_ways(Made made) throws Exception {
        serve(
                made,
                ECHO,
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        wire.send(
                                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
                        wire.send("5\r\nhello\r\n").send("1\r\n \r\n5;a=b\r\nworld\r\n0\r\n\r\n");
                        Wire.Response response = wire.response();
                        assertEquals("hello world", response.body());
                        assertEquals("chunked", response.header("Transfer-Encoding"));
                        wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
                        response = wire.response();
                        assertEquals("abc", response.body());
                        assertEquals("3", response.header("Content-Length"));
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void large_bodies_come_whole(Made made) throws Exception {
        byte[] content = new byte[5_000_000];
        new Random(5).nextBytes(content);
        serve(
                made,
                ECHO,
                (_, port) -> {
                    try (HttpClient client = HttpClient.newHttpClient()) {
                        HttpRequest.Builder request =
                                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                                        .version(HttpClient.Version.HTTP_1_1);
                        byte[] fixed =
                                client.send(
                                                request.POST(BodyPublishers.ofByteArray(content))
                                                        .build(),
                                                BodyHandlers.ofByteArray())
                                        .body();
                        assertArrayEquals(content, fixed);
                        byte[] chunked =
                                client.send(
                                                request.POST(
                                                                BodyPublishers.fromPublisher(
                                                                        BodyPublishers.ofByteArray(
                                                                                content)))
                                                        .build(),
                                                BodyHandlers.ofByteArray())
                                        .body();
                        assertArrayEquals(content, chunked);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_expects_a_continue_gets_it(Made made) throws Exception {
        serve(
                made,
                ECHO,
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        for (int at = 0; at < 2; at++) {
                            wire.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n");
                            wire.send("Content-Length: 4\r\n\r\n");
                            assertEquals(100, wire.response().status());
                            wire.send("body");
                            assertEquals("body", wire.response().body());
                        }
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void requests_in_a_row_are_answered_in_order(Made made) throws Exception {
        serve(
                made,
                exchange -> answer(exchange, 200, exchange.getRequestURI().toString()),
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        StringBuilder requests = new StringBuilder();
                        for (int at = 0; at < 100; at++) {
                            requests.append("POST /").append(at);
                            requests.append(
                                    " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nunread");
                            requests.setLength(requests.length() - 1);
                        }
                        wire.send(requests.toString());
                        for (int at = 0; at < 100; at++) {
                            assertEquals("/" + at, wire.response().body());
                        }
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void some_responses_have_no_body(Made made) throws Exception {
        serve(
                made,
                exchange -> {
                    int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                },
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        assertEquals("", wire.get("/204").header("Content-Length"));
                        assertEquals(304, wire.get("/304").status());
                        assertEquals("0", wire.get("/200").header("Content-Length"));
                        wire.send("HEAD /200 HTTP/1.1\r\nHost: x\r\n\r\n");
                        assertEquals(200, wire.response(false).status());
                        assertEquals(201, wire.get("/201").status());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void what_is_malformed_is_refused(Made made) throws Exception {
        serve(
                made,
                ECHO,
                (_, port) -> {
                    assertEquals(400, refused(port, "GET\r\n\r\n"));
                    assertEquals(400, refused(port, "GET /\r\nHost: x\r\n\r\n"));
                    assertEquals(400, refused(port, "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"));
                    String post = "POST / HTTP/1.1\r\nHost: x\r\n";
                    assertEquals(400, refused(port, post + "Content-Length: -1\r\n\r\n"));
                    assertEquals(400, refused(port, post + "Content-Length: abc\r\n\r\n"));
                    assertEquals(501, refused(port, post + "Transfer-Encoding: gzip\r\n\r\n"));
                    assertEquals(
                            400,
                            refused(
                                    port,
                                    post
                                            + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"
                                            + "\r\n0\r\n\r\n"));
                });
    }

    /// The status of a refusal, after which the connection ends.
    private static int refused(int port, String request) throws IOException {
        try (Wire wire = new Wire(port)) {
            int status = wire.send(request).response().status();
            assertTrue(wire.isEnded());
            return status;
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_context_is_the_longest_prefix(Made made) throws Exception {
        HttpServer server = made.server();
        server.createContext("/one", text("one"));
        HttpContext two = server.createContext("/one/two", text("two"));
        HttpContext later = server.createContext("/later");
        assertEquals("/one/two", two.getPath());
        assertEquals(server, two.getServer());
        assertNotNull(two.getHandler());
        later.setHandler(text("later"));
        assertThrows(IllegalArgumentException.class, () -> later.setHandler(text("again")));
        assertThrows(IllegalArgumentException.class, () -> server.createContext("/one"));
        assertThrows(IllegalArgumentException.class, () -> server.createContext("no slash"));
        assertThrows(IllegalArgumentException.class, () -> server.removeContext("/none"));
        server.start();
        int port = server.getAddress().getPort();
        try (Wire wire = new Wire(port)) {
            assertEquals("one", wire.get("/one/three").body());
            assertEquals("two", wire.get("/one/two/three?q=1").body());
            assertEquals("later", wire.get("/later").body());
            server.removeContext(two);
            assertEquals("one", wire.get("/one/two").body());
            server.removeContext("/later");
        }
        try (Wire wire = new Wire(port)) {
            assertEquals(404, wire.get("/later").status());
        }
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void filters_run_in_order_around_the_handler(Made made) throws Exception {
        serve(
                made,
                text("unused"),
                (server, port) -> {
                    HttpContext context =
                            server.createContext(
                                    "/filtered",
                                    exchange ->
                                            answer(
                                                    exchange,
                                                    200,
                                                    exchange.getAttribute("word") + "!"));
                    context.getFilters()
                            .add(
                                    Filter.beforeHandler(
                                            "first", each -> each.setAttribute("word", "a")));
                    context.getFilters()
                            .add(
                                    Filter.beforeHandler(
                                            "second",
                                            each ->
                                                    each.setAttribute(
                                                            "word",
                                                            each.getAttribute("word") + "b")));
                    context.getFilters()
                            .add(
                                    Filter.beforeHandler(
                                            "header",
                                            each ->
                                                    each.getResponseHeaders()
                                                            .add("X-Seen", "yes")));
                    try (Wire wire = new Wire(port)) {
                        Wire.Response response = wire.get("/filtered");
                        assertEquals("ab!", response.body());
                        assertEquals("yes", response.header("x-seen"));
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void who_may_not_is_told_so(Made made) throws Exception {
        serve(
                made,
                exchange -> answer(exchange, 200, exchange.getPrincipal().getUsername()),
                (server, port) -> {
                    HttpContext context =
                            server.createContext(
                                    "/secret",
                                    exchange ->
                                            answer(
                                                    exchange,
                                                    200,
                                                    exchange.getPrincipal().getUsername()));
                    context.setAuthenticator(
                            new BasicAuthenticator("realm") {
                                @Override
                                public boolean checkCredentials(String user, String password) {
                                    return user.equals("me") && password.equals("word");
                                }
                            });
                    assertNotNull(context.getAuthenticator());
                    String token = Base64.getEncoder().encodeToString("me:word".getBytes(US_ASCII));
                    try (Wire wire = new Wire(port)) {
                        Wire.Response refused = wire.get("/secret");
                        assertEquals(401, refused.status());
                        assertTrue(refused.header("WWW-Authenticate").contains("realm"));
                    }
                    try (Wire wire = new Wire(port)) {
                        wire.send("GET /secret HTTP/1.1\r\nHost: x\r\n");
                        wire.send("Authorization: Basic " + token + "\r\n\r\n");
                        assertEquals("me", wire.response().body());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void an_exchange_shows_what_was_asked(Made made) throws Exception {
        CompletableFuture<List<Object>> seen = new CompletableFuture<>();
        serve(
                made,
                exchange -> {
                    try {
                        assertThrows(IOException.class, () -> exchange.getResponseBody().write(1));
                        assertThrows(
                                UnsupportedOperationException.class,
                                () -> exchange.getRequestHeaders().add("A", "b"));
                        assertEquals(-1, exchange.getResponseCode());
                        seen.complete(
                                List.of(
                                        exchange.getRequestMethod(),
                                        exchange.getRequestURI(),
                                        exchange.getProtocol(),
                                        exchange.getRequestHeaders().get("X-Two"),
                                        exchange.getRemoteAddress().getPort(),
                                        exchange.getLocalAddress().getPort(),
                                        exchange.getHttpContext().getPath()));
                        exchange.getResponseHeaders().add("X-Out", "1");
                        exchange.getResponseHeaders().add("X-Out", "2");
                        exchange.sendResponseHeaders(418, 2);
                        assertEquals(418, exchange.getResponseCode());
                        assertThrows(
                                IOException.class, () -> exchange.sendResponseHeaders(200, -1));
                        exchange.getResponseBody().write(new byte[] {'o', 'k'});
                        exchange.close();
                    } catch (AssertionError e) {
                        seen.completeExceptionally(e);
                        throw e;
                    }
                },
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        wire.send("PATCH /a%20b?q=%C3%A4 HTTP/1.1\r\nHost: x\r\n");
                        wire.send("x-two: 1\r\nX-TWO:\t2 \r\n\r\n");
                        Wire.Response response = wire.response();
                        assertEquals(418, response.status());
                        assertEquals("ok", response.body());
                        assertFalse(response.header("Date").isEmpty());
                        assertEquals(
                                2,
                                response.head().stream()
                                        .filter(each -> each.startsWith("X-out"))
                                        .count());
                        assertEquals(
                                List.of(
                                        "PATCH",
                                        URI.create("/a%20b?q=%C3%A4"),
                                        "HTTP/1.1",
                                        List.of("1", "2"),
                                        wire.socket.getLocalPort(),
                                        port,
                                        "/"),
                                seen.get(10, TimeUnit.SECONDS));
                    }
                });
    }
}
