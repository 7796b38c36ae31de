package dev.ringmark.runtime.http;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.ringmark.runtime.io.BufferedSink;
import dev.ringmark.runtime.io.BufferedSource;
import dev.ringmark.runtime.io.Duplex;
import dev.ringmark.runtime.io.Streams;
import dev.ringmark.runtime.io.TlsStream;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A connection of a client's: one request after the other, by one task.
final class Connection {

    private static final Logger LOGGER = System.getLogger(Connection.class.getName());

    /// How long the other side gets to take an error before the connection is cut.
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Serving server;
    private final StreamSocket socket;
    private final @Nullable TlsStream tls;
    private final HttpLimits limits;
    private final BufferedSource source;
    private final BufferedSink sink;
    private volatile boolean isIdle = true;
    private volatile @Nullable Exchange current;

    Connection(Serving server, StreamSocket socket, @Nullable TlsStream tls) {
        this.server = server;
        this.socket = socket;
        this.tls = tls;
        limits = server.limits();
        Duplex transport = tls == null ? socket : tls;
        source = BufferedSource.over(transport, server.buffers().take());
        sink = BufferedSink.over(transport, server.buffers().take());
    }

    /// Serves it to its end.
    void run() {
        try {
            if (tls != null) {
                try (Scope _ = Scope.open(limits.headTime())) {
                    tls.handshake();
                }
            }
            boolean goesOn = true;
            while (goesOn) {
                goesOn = serveOne();
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "a connection has ended", e);
        } finally {
            close();
        }
    }

    /// Any thread: ends it if it waits for a request.
    void closeIfIdle() {
        if (isIdle) {
            socket.close();
        }
    }

    /// Any thread: ends it, and an exchange that nobody may ever answer.
    void abort() {
        socket.close();
        Exchange now = current;
        if (now != null) {
            now.finish(Exchange.End.BROKEN);
        }
    }

    InetSocketAddress remoteAddress() {
        return (InetSocketAddress) socket.peerAddress();
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.localAddress();
    }

    RequestBody requestBody(RequestHead head) {
        return new RequestBody(
                source,
                limits,
                head.length(),
                () -> {
                    if (head.expectsContinue()) {
                        sink.write(CONTINUE);
                        sink.flush();
                    }
                });
    }

    ResponseBody responseBody(Exchange exchange) {
        return new ResponseBody(exchange, sink, limits);
    }

    void sendHead(byte[] head, boolean isAll) throws IOException {
        try (Scope _ = Scope.open(limits.stallTime())) {
            sink.write(head);
            if (isAll) {
                sink.flush();
            }
        } catch (RuntimeException e) {
            throw Streams.asIoException(e);
        }
    }

    /// @return whether another request may come
    private boolean serveOne() {
        isIdle = true;
        try (Scope _ = Scope.open(limits.idleTime())) {
            if (server.isStopping() || source.isAtEnd()) {
                return false;
            }
        } catch (TaskException.TimedOut _) {
            return false;
        }
        isIdle = false;
        RequestHead head;
        try (Scope _ = Scope.open(limits.headTime())) {
            head = RequestHead.read(source, limits);
        } catch (RefusedRequest e) {
            refuse(e.status(), e.getMessage());
            return false;
        } catch (TaskException.TimedOut _) {
            refuse(408, "The request did not come in time");
            return false;
        }
        String path = head.path();
        RingHttpContext context = path == null ? null : server.contexts().find(path);
        if (context == null) {
            refuse(404, "No context found for request");
            return false;
        }
        if (context.getHandler() == null) {
            refuse(500, "No handler for context");
            return false;
        }
        server.began();
        try {
            return serve(new Exchange(this, head, context), context);
        } finally {
            server.ended();
        }
    }

    private boolean serve(Exchange exchange, RingHttpContext context) {
        current = exchange;
        if (server.isAborted()) {
            return false;
        }
        HttpExchange shown =
                tls == null
                        ? new RingHttpExchange(exchange)
                        : new RingHttpsExchange(exchange, tls.session());
        Executor executor = server.executor();
        if (executor == null) {
            handle(exchange, shown, context);
        } else {
            try {
                executor.execute(() -> handle(exchange, shown, context));
            } catch (RejectedExecutionException e) {
                LOGGER.log(Level.WARNING, "the executor of the server takes no exchange", e);
                refuse(503, "The server is overloaded");
                return false;
            }
        }
        Exchange.End end = Task.await(exchange.end(), null);
        if (end != Exchange.End.KEPT) {
            if (end == Exchange.End.LAST) {
                linger();
            }
            return false;
        }
        RequestBody body = exchange.requestBody();
        boolean isHeldBack = exchange.head.expectsContinue() && !body.isBegun() && !body.isAtEnd();
        return !isHeldBack && body.drain() && !server.isStopping();
    }

    private void handle(Exchange exchange, HttpExchange shown, RingHttpContext context) {
        HttpHandler handler = context.getHandler();
        try {
            if (isAdmitted(exchange, shown, context)) {
                new Filter.Chain(List.copyOf(context.getFilters()), handler).doFilter(shown);
            }
        } catch (IOException | RuntimeException | Error e) { // the handler's affair, and the log's
            LOGGER.log(Level.DEBUG, () -> "the handler of " + context.getPath() + " has thrown", e);
            exchange.finish(Exchange.End.BROKEN);
        }
    }

    private static boolean isAdmitted(
            Exchange exchange, HttpExchange shown, RingHttpContext context) throws IOException {
        Authenticator authenticator = context.getAuthenticator();
        if (authenticator == null) {
            return true;
        }
        switch (authenticator.authenticate(shown)) {
            case Authenticator.Success success -> {
                exchange.setPrincipal(success.getPrincipal());
                return true;
            }
            case Authenticator.Retry retry -> exchange.sendHeaders(retry.getResponseCode(), -1);
            case Authenticator.Failure failure ->
                    exchange.sendHeaders(failure.getResponseCode(), -1);
            default -> throw new IOException("an authenticator's result that is not known");
        }
        return false;
    }

    /// Answers what cannot be served, and lets the other side take the answer.
    private void refuse(int status, @Nullable String why) {
        byte[] body = (why + "\n").getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 "
                        + status
                        + ' '
                        + HttpStatus.reason(status)
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Connection: close\r\n\r\n";
        try (Scope _ = Scope.open(LINGER)) {
            sink.write(head.getBytes(StandardCharsets.US_ASCII));
            sink.write(body);
            sink.flush();
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "a refusal was not taken", e);
            return;
        }
        linger();
    }

    /// Says that nothing more is sent, and reads until the other side does too: a connection that
    /// is closed with data unread is reset, and the answer may be lost with it (RFC 9112, 9.6).
    private void linger() {
        byte[] rest = new byte[4096];
        try (Scope _ = Scope.open(LINGER)) {
            if (tls != null) {
                tls.shutdownOutput();
            }
            socket.shutdownOutput();
            int drained = 0;
            int count = 0;
            while (count >= 0 && drained <= limits.drainSizeMax()) {
                count = source.read(rest, 0, rest.length);
                drained += count;
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "the other side does not end its half", e);
        }
    }

    private void close() {
        server.left(this);
        try (Scope _ = Scope.shield()) {
            source.close();
            sink.close();
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "closed with something unsent", e);
        }
        socket.close();
        server.buffers().closeIfUnused();
    }
}
