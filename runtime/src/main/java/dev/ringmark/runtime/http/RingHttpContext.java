package dev.ringmark.runtime.http;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A path and its handler.
final class RingHttpContext extends HttpContext {

    private final HttpServer server;
    private final String path;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final List<Filter> filters = new CopyOnWriteArrayList<>();
    private volatile @Nullable HttpHandler handler;
    private volatile @Nullable Authenticator authenticator;

    RingHttpContext(HttpServer server, String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "path: " + path + ", expected one that begins with /");
        }
        this.server = server;
        this.path = path;
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null when there is none
    public HttpHandler getHandler() {
        return handler;
    }

    @Override
    public void setHandler(HttpHandler newHandler) {
        Objects.requireNonNull(newHandler, "handler");
        if (handler != null) {
            throw new IllegalArgumentException("handler: already set");
        }
        handler = newHandler;
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public List<Filter> getFilters() {
        return filters;
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null when there was none
    public Authenticator setAuthenticator(@Nullable Authenticator newAuthenticator) {
        Authenticator before = authenticator;
        authenticator = newAuthenticator;
        return before;
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null when there is none
    public Authenticator getAuthenticator() {
        return authenticator;
    }
}
