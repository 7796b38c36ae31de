package dev.ringmark.runtime.http;

import static dev.ringmark.runtime.http.Handlers.answer;
import static dev.ringmark.runtime.http.Handlers.serve;
import static dev.ringmark.runtime.http.Handlers.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.ringmark.runtime.io.Bed;
import dev.ringmark.runtime.io.Certificates;
import dev.ringmark.runtime.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the JDK's server does from its start to its stop, ours does too: every test runs on both.
@Timeout(60)
class HttpServerLifeTest { // UM-70

    @ParameterizedTest
    @EnumSource
    void handlers_run_where_the_executor_says(Made made) throws Exception {
        ExecutorService executor =
                Executors.newFixedThreadPool(3, Thread.ofPlatform().name("mine-", 0).factory());
        HttpServer server = made.server();
        server.setExecutor(executor);
        assertEquals(executor, server.getExecutor());
        CountDownLatch all = new CountDownLatch(3);
        server.createContext(
                "/",
                exchange -> {
                    all.countDown();
                    try {
                        assertTrue(all.await(10, TimeUnit.SECONDS)); // three at once
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    answer(exchange, 200, Thread.currentThread().getName());
                });
        server.start();
        assertThrows(IllegalStateException.class, () -> server.setExecutor(executor));
        int port = server.getAddress().getPort();
        try (Wire one = new Wire(port);
                Wire two = new Wire(port);
                Wire three = new Wire(port)) {
            String get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
            for (Wire each : List.of(one, two, three)) {
                each.send(get);
            }
            for (Wire each : List.of(one, two, three)) {
                assertTrue(each.response().body().startsWith("mine-"));
            }
        }
        server.stop(0);
        executor.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void an_exchange_may_be_answered_later_from_elsewhere(Made made) throws Exception {
        CompletableFuture<HttpExchange> kept = new CompletableFuture<>();
        serve(
                made,
                kept::complete,
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                        HttpExchange exchange = kept.get(10, TimeUnit.SECONDS);
                        answer(exchange, 200, "later");
                        assertEquals("later", wire.response().body());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_that_throws_or_breaks_off_ends_the_connection(Made made) throws Exception {
        serve(
                made,
                exchange -> {
                    switch (exchange.getRequestURI().getPath()) {
                        case "/throws" -> throw new IllegalStateException("on purpose");
                        case "/closes" -> exchange.close();
                        case "/short" -> {
                            exchange.sendResponseHeaders(200, 10);
                            exchange.getResponseBody().write(new byte[3]);
                            assertThrows(IOException.class, exchange.getResponseBody()::close);
                            exchange.close();
                        }
                        default -> {
                            exchange.sendResponseHeaders(200, 2);
                            OutputStream out = exchange.getResponseBody();
                            assertThrows(IOException.class, () -> out.write(new byte[3]));
                            exchange.close();
                        }
                    }
                },
                (_, port) -> {
                    for (String path : List.of("/throws", "/closes", "/short", "/long")) {
                        try (Wire wire = new Wire(port)) {
                            wire.socket.setSoTimeout(500); // the JDK's keeps one of them open
                            wire.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
                            assertThrows(IOException.class, wire::response, path);
                        }
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void slow_clients_are_served(Made made) throws Exception {
        byte[] much = new byte[1_000_000];
        serve(
                made,
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, much.length + (long) body.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                        out.write(much);
                    }
                },
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        String request =
                                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nslow";
                        for (int at = 0; at < request.length(); at++) {
                            wire.send(request.substring(at, at + 1));
                            Task.sleep(Duration.ofMillis(1));
                        }
                        Task.sleep(
                                Duration.ofMillis(
                                        50)); // the response does not fit into the sockets
                        // meanwhile
                        assertEquals(much.length + 4, wire.response().body().length());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_lets_exchanges_end_in_time(Made made) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        HttpServer server = made.server();
        server.setExecutor(executor);
        server.createContext(
                "/",
                exchange -> {
                    begun.countDown();
                    Task.sleep(Duration.ofMillis(300));
                    answer(exchange, 200, "in time");
                });
        server.start();
        int port = server.getAddress().getPort();
        try (Wire idle = new Wire(port);
                Wire wire = new Wire(port)) {
            wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            long start = System.nanoTime();
            server.stop(10);
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(9).toNanos());
            assertEquals("in time", wire.response().body());
            assertTrue(wire.isEnded());
            assertTrue(idle.isEnded());
        }
        assertThrows(ConnectException.class, () -> new Wire(port).close());
        assertThrows(IllegalStateException.class, server::start);
        executor.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_does_not_wait_for_longer(Made made) throws Exception {
        CompletableFuture<HttpExchange> kept = new CompletableFuture<>();
        HttpServer server = made.server();
        server.createContext("/", kept::complete);
        server.start();
        try (Wire wire = new Wire(server.getAddress().getPort())) {
            wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            kept.get(10, TimeUnit.SECONDS);
            server.stop(1);
            assertTrue(wire.isEnded());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_is_used_in_its_order(Made made) throws Exception {
        HttpServer unbound = made.provider().createHttpServer(null, 0);
        assertThrows(IllegalStateException.class, unbound::start);
        unbound.bind(Made.loopback(), 0);
        assertThrows(BindException.class, () -> unbound.bind(Made.loopback(), 0));
        HttpServer other = made.provider().createHttpServer(null, 0);
        assertThrows(BindException.class, () -> other.bind(unbound.getAddress(), 0));
        assertThrows(IllegalArgumentException.class, () -> unbound.stop(-1));
        assertThrows(NullPointerException.class, () -> unbound.createContext("/", null));
        unbound.start();
        assertThrows(IllegalStateException.class, unbound::start);
        unbound.stop(0);
        other.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void files_are_served_by_the_jdks_handlers(Made made) throws Exception {
        serve(
                made,
                HttpHandlers.handleOrElse(
                        request -> request.getRequestMethod().equals("PUT"),
                        HttpHandlers.of(
                                405, com.sun.net.httpserver.Headers.of("Allow", "GET"), "no"),
                        text("yes")),
                (_, port) -> {
                    try (Wire wire = new Wire(port)) {
                        assertEquals("yes", wire.get("/").body());
                        wire.send("PUT / HTTP/1.1\r\nHost: x\r\n\r\n");
                        Wire.Response response = wire.response();
                        assertEquals(405, response.status());
                        assertEquals("GET", response.header("Allow"));
                        assertEquals("no", response.body());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void https_with_a_protocol_agreed_upon(Made made) throws Exception { // UM-65
        SSLContext context = Certificates.context();
        HttpsServer server = made.httpsServer();
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                        tls.setApplicationProtocols(new String[] {"http/1.1"});
                        parameters.setSSLParameters(tls);
                    }
                });
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    String protocol = ((HttpsExchange) exchange).getSSLSession().getProtocol();
                    answer(exchange, 200, protocol + " " + body.length);
                });
        server.start();
        int port = server.getAddress().getPort();
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                            .POST(BodyPublishers.ofByteArray(new byte[200_000]))
                            .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertEquals("TLSv1.3 200000", response.body());
            assertEquals(HttpClient.Version.HTTP_1_1, response.version());
        }
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertEquals("http/1.1", socket.getApplicationProtocol());
        try (Wire wire = new Wire(socket)) {
            assertEquals("TLSv1.3 0", wire.get("/").body());
            assertEquals("TLSv1.3 0", wire.get("/").body());
        }
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_keeps_the_process_alive_until_it_is_stopped(Made made) throws Exception {
        long before = threadsThatKeepAlive();
        HttpServer server = made.server();
        server.start();
        assertTrue(threadsThatKeepAlive() > before);
        server.stop(0);
        Bed.until(() -> threadsThatKeepAlive() <= before);
    }

    private static long threadsThatKeepAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> !each.isDaemon())
                .count();
    }
}
