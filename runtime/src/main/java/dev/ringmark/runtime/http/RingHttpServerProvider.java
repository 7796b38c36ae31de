package dev.ringmark.runtime.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.ringmark.runtime.task.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Makes the servers of `com.sun.net.httpserver` that run on the ring.
///
/// Existing programs get it by a system property, and need not be changed:
///
/// ```
/// -Dcom.sun.net.httpserver.HttpServerProvider=dev.ringmark.runtime.http.RingHttpServerProvider
/// ```
///
/// Each connection is a task of the loop, and without an executor each exchange runs in it: a
/// handler may wait for whatever tasks wait for, and must not block the thread (docs/tasks.md).
/// With an executor the handlers run there. A server without a loop given starts one of its own at
/// its bind, and ends it with its stop.
public final class RingHttpServerProvider extends HttpServerProvider {

    private final @Nullable Loop loop;
    private final HttpLimits limits;

    /// Servers with a loop each and [HttpLimits#defaults()].
    public RingHttpServerProvider() {
        this(null, HttpLimits.defaults());
    }

    /// Servers on a loop of the caller's, who closes it after they have stopped.
    public RingHttpServerProvider(@Nullable Loop loop, HttpLimits limits) {
        this.loop = loop;
        this.limits = limits;
    }

    /// A server; without an address, one that is to be bound.
    ///
    /// @throws java.net.BindException when the address is taken, or not the machine's
    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog)
            throws IOException {
        RingHttpServer server = new RingHttpServer(new Serving(loop, limits));
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }

    /// As [#createHttpServer], with TLS.
    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog)
            throws IOException {
        RingHttpsServer server = new RingHttpsServer(new Serving(loop, limits));
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }
}
