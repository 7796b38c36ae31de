package dev.ringmark.runtime.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// What a configurator has said about one connection.
final class Configured extends HttpsParameters {

    private final HttpsConfigurator configurator;
    private final InetSocketAddress client;
    private @Nullable SSLParameters parameters;

    private Configured(HttpsConfigurator configurator, InetSocketAddress client) {
        this.configurator = configurator;
        this.client = client;
    }

    /// An engine for a connection, as the configurator wants it.
    static SSLEngine engine(HttpsConfigurator configurator, SocketAddress client) {
        Configured configured = new Configured(configurator, (InetSocketAddress) client);
        configurator.configure(configured);
        SSLEngine engine = configurator.getSSLContext().createSSLEngine();
        engine.setUseClientMode(false);
        configured.apply(engine);
        return engine;
    }

    @Override
    public HttpsConfigurator getHttpsConfigurator() {
        return configurator;
    }

    @Override
    public InetSocketAddress getClientAddress() {
        return client;
    }

    @Override
    public void setSSLParameters(SSLParameters newParameters) {
        parameters = newParameters;
    }

    @SuppressWarnings("deprecation") // what old configurators set is to count
    private void apply(SSLEngine engine) {
        if (parameters != null) {
            engine.setSSLParameters(parameters);
            return;
        }
        String[] suites = getCipherSuites();
        if (suites != null) {
            engine.setEnabledCipherSuites(suites);
        }
        String[] protocols = getProtocols();
        if (protocols != null) {
            engine.setEnabledProtocols(protocols);
        }
        if (getNeedClientAuth()) {
            engine.setNeedClientAuth(true);
        } else if (getWantClientAuth()) {
            engine.setWantClientAuth(true);
        }
    }
}
