package dev.ringmark.runtime.http;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A server with TLS.
final class RingHttpsServer extends HttpsServer {

    private final Serving serving;

    RingHttpsServer(Serving serving) {
        this.serving = serving;
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        serving.bind(Objects.requireNonNull(address, "address"), backlog);
    }

    @Override
    public void start() {
        if (serving.configurator() == null) {
            throw new IllegalStateException("no HttpsConfigurator, expected one before the start");
        }
        serving.start();
    }

    @Override
    public void setExecutor(@Nullable Executor executor) {
        serving.setExecutor(executor);
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null when there is none
    public Executor getExecutor() {
        return serving.executor();
    }

    @Override
    public void stop(int delay) {
        serving.stop(Delays.ofSeconds(delay));
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        Objects.requireNonNull(handler, "handler");
        HttpContext context = createContext(path);
        context.setHandler(handler);
        return context;
    }

    @Override
    public HttpContext createContext(String path) {
        return serving.contexts().add(new RingHttpContext(this, path));
    }

    @Override
    public void removeContext(String path) {
        serving.contexts().remove(Objects.requireNonNull(path, "path"));
    }

    @Override
    public void removeContext(HttpContext context) {
        serving.contexts().remove(context.getPath());
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null before it is bound
    public InetSocketAddress getAddress() {
        return serving.address();
    }

    @Override
    public void setHttpsConfigurator(HttpsConfigurator configurator) {
        serving.setConfigurator(Objects.requireNonNull(configurator, "configurator"));
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null when there is none
    public HttpsConfigurator getHttpsConfigurator() {
        return serving.configurator();
    }
}
