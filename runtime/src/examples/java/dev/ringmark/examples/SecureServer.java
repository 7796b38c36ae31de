package dev.ringmark.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.ringmark.runtime.http.RingHttpServerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An HTTPS server. Ends with its process.
///
/// Its arguments are the port, 8443 when there is none, 0 for any, a PKCS12 file with a key, and
/// the file's password. A file that does not exist is made, with a key that browsers warn of.
public final class SecureServer {

    private SecureServer() {}

    /// Serves.
    public static void main(String[] args)
            throws IOException, GeneralSecurityException, InterruptedException {
        int port = args.length == 0 ? 8443 : Integer.parseInt(args[0]);
        Path keys = Path.of(args.length < 2 ? "keys.p12" : args[1]);
        String password = args.length < 3 ? "password" : args[2];
        if (!Files.exists(keys)) {
            make(keys, password);
        }
        HttpsServer server = start(port, context(keys, password.toCharArray()));
        System.out.println("https on " + server.getAddress());
    }

    /// A server that has been started.
    public static HttpsServer start(int port, SSLContext context) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpsServer server = new RingHttpServerProvider().createHttpsServer(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", SecureServer::hello);
        server.start();
        return server;
    }

    private static void hello(HttpExchange exchange) throws IOException {
        String protocol = ((HttpsExchange) exchange).getSSLSession().getProtocol();
        String page = "<!doctype html><title>Hello</title><h1>Hello over " + protocol + "</h1>";
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void make(Path keys, String password) throws IOException, InterruptedException {
        String options =
                "-genkeypair -alias key -keyalg EC -dname CN=localhost -ext san=dns:localhost"
                        + " -storetype PKCS12 -storepass "
                        + password;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of("-keystore", keys.toString()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool has made no " + keys);
        }
    }

    private static SSLContext context(Path keys, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
