package dev.ringmark.runtime.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Whose server it is.
enum Made {
    /// The JDK's own.
    BY_JDK {
        @Override
        HttpServerProvider provider() {
            return HttpServerProvider.provider();
        }
    },
    BY_RING {
        @Override
        HttpServerProvider provider() {
            return new RingHttpServerProvider();
        }
    };

    abstract HttpServerProvider provider();

    HttpServer server() throws IOException {
        return provider().createHttpServer(loopback(), 0);
    }

    HttpsServer httpsServer() throws IOException {
        return provider().createHttpsServer(loopback(), 0);
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
