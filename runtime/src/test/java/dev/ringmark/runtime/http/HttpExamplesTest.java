package dev.ringmark.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ringmark.examples.FileServer;
import dev.ringmark.examples.SecureServer;
import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.io.Certificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsHost("javac and the examples")
@Timeout(60)
class HttpExamplesTest { // SR-16c, UM-70

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    @Test
    void the_file_server_serves_files(@TempDir Path directory) throws Exception {
        String text = "line\n".repeat(50_000);
        Files.writeString(directory.resolve("page.txt"), text);
        Files.createFile(directory.resolve("empty.bin"));
        HttpServer server = FileServer.start(0, directory);
        String url = "http://localhost:" + server.getAddress().getPort() + "/";
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> page = get(client, url + "page.txt");
            assertEquals(text, page.body());
            assertEquals("text/plain", page.headers().firstValue("content-type").orElse(""));
            assertEquals("", get(client, url + "empty.bin").body());
            assertTrue(get(client, url).body().contains("page.txt"));
            assertEquals(404, get(client, url + "missing").statusCode());
            assertEquals(404, get(client, url + "%2e%2e/x").statusCode());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void the_secure_server_says_hello() throws Exception {
        SSLContext context = Certificates.context();
        HttpServer server = SecureServer.start(0, context);
        String url = "https://localhost:" + server.getAddress().getPort() + "/";
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            assertTrue(get(client, url).body().contains("Hello over TLSv1.3"));
            assertEquals(200, get(client, url + "again").statusCode());
        } finally {
            server.stop(0);
        }
    }
}
