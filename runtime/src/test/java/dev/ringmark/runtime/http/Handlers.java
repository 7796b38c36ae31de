package dev.ringmark.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// What the tests of both servers serve.
final class Handlers {

    private Handlers() {}

    static final HttpHandler ECHO =
            exchange -> {
                try (InputStream in = exchange.getRequestBody();
                        OutputStream out = exchange.getResponseBody()) {
                    boolean isKnown = exchange.getRequestHeaders().containsKey("Content-Length");
                    byte[] body = in.readAllBytes();
                    exchange.sendResponseHeaders(200, isKnown && body.length > 0 ? body.length : 0);
                    out.write(body);
                }
            };

    interface Body {
        void run(HttpServer server, int port) throws Exception;
    }

    static void serve(Made made, HttpHandler handler, Body body) throws Exception {
        HttpServer server = made.server();
        server.createContext("/", handler);
        server.start();
        try {
            body.run(server, server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    static HttpHandler text(String text) {
        return exchange -> answer(exchange, 200, text);
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(ISO_8859_1);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (body.length > 0) {
                out.write(body);
            }
        }
    }
}
