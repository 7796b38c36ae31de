package dev.ringmark.runtime.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// An exchange of a server with TLS.
final class RingHttpsExchange extends HttpsExchange {

    private final Exchange exchange;
    private final SSLSession session;

    RingHttpsExchange(Exchange exchange, SSLSession session) {
        this.exchange = exchange;
        this.session = session;
    }

    @Override
    public Headers getRequestHeaders() {
        return exchange.head.headers();
    }

    @Override
    public Headers getResponseHeaders() {
        return exchange.responseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return exchange.head.uri();
    }

    @Override
    public String getRequestMethod() {
        return exchange.head.method();
    }

    @Override
    public HttpContext getHttpContext() {
        return exchange.context;
    }

    @Override
    public void close() {
        exchange.close();
    }

    @Override
    public InputStream getRequestBody() {
        return exchange.input();
    }

    @Override
    public OutputStream getResponseBody() {
        return exchange.output();
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        exchange.sendHeaders(status, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.connection.remoteAddress();
    }

    @Override
    public int getResponseCode() {
        return exchange.status();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.connection.localAddress();
    }

    @Override
    public String getProtocol() {
        return exchange.head.version();
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null when there is none
    public Object getAttribute(String name) {
        return exchange.attributes().get(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            exchange.attributes().remove(name);
        } else {
            exchange.attributes().put(name, value);
        }
    }

    @Override
    public void setStreams(@Nullable InputStream input, @Nullable OutputStream output) {
        exchange.setStreams(input, output);
    }

    @Override
    @SuppressWarnings("NullAway") // as the JDK's: null when there is none
    public HttpPrincipal getPrincipal() {
        return exchange.principal();
    }

    @Override
    public SSLSession getSSLSession() {
        return session;
    }
}
