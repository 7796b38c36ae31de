package dev.ringmark.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ringmark.examples.FileServer;
import dev.ringmark.examples.SecureServer;
import dev.ringmark.runtime.Tool;
import dev.ringmark.runtime.io.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The example servers, asked by clients that others have written.
@Timeout(120)
class HttpPeersTest { // UM-65, UM-70, SPG-110

    private static final Pattern WRK_REQUESTS = Pattern.compile("(\\d+) requests in");

    @TempDir private Path folder;

    /// What a client of files is to be told.
    private interface Client {
        void ask(String url) throws Exception;
    }

    private void withFiles(Client client) throws Exception {
        Files.writeString(folder.resolve("page.txt"), "line\n".repeat(2_000));
        HttpServer server = FileServer.start(0, folder);
        try {
            client.ask("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void curl_gets_files_over_one_connection() throws Exception {
        Tool curl = Tool.named("curl", "curl");
        withFiles(
                url -> {
                    String[] arguments = {
                        "-sS",
                        "-m",
                        "20",
                        "-w",
                        "%{http_code} %{num_connects}\n",
                        "-o",
                        folder.resolve("one").toString(),
                        url + "page.txt",
                        "-o",
                        folder.resolve("two").toString(),
                        url + "missing"
                    };
                    assertEquals("200 1\n404 0\n", curl.run(arguments));
                    Path got = folder.resolve("one");
                    assertEquals(-1, Files.mismatch(folder.resolve("page.txt"), got));
                    String head = curl.run("-sSI", "-m", "20", url + "page.txt");
                    String lower = head.toLowerCase(Locale.ROOT);
                    assertTrue(lower.contains("content-length: 10000"), head);
                });
    }

    @Test
    void curl_speaks_TLS() throws Exception {
        Tool curl = Tool.named("curl", "curl");
        withSecure(
                url -> {
                    for (String version : new String[] {"1.2", "1.3"}) {
                        String said = curl.run("-sSk", "-m", "20", "--tls-max", version, url);
                        assertTrue(said.contains("Hello over TLSv" + version), said);
                    }
                });
    }

    private static void withSecure(Client client) throws Exception {
        HttpServer server = SecureServer.start(0, Certificates.context());
        try {
            client.ask("https://127.0.0.1:" + server.getAddress().getPort() + "/");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_browser_shows_the_page_of_the_HTTPS_server() throws Exception {
        Tool browser = Tool.named("chromium", "chromium");
        withSecure(
                url -> {
                    String page =
                            browser.run(
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    "--no-first-run",
                                    "--ignore-certificate-errors",
                                    "--user-data-dir=" + folder.resolve("profile"),
                                    "--dump-dom",
                                    url);
                    assertTrue(page.contains("Hello over TLSv1.3"), page);
                });
    }

    @Test
    void wrk_finds_no_error() throws Exception {
        Tool wrk = Tool.named("wrk", "wrk");
        withFiles(
                url -> {
                    String said = wrk.run("-t1", "-c32", "-d2s", url + "page.txt");
                    Matcher requests = WRK_REQUESTS.matcher(said);
                    assertTrue(requests.find() && Integer.parseInt(requests.group(1)) > 100, said);
                    assertFalse(said.contains("Non-2xx") || said.contains("Socket errors"), said);
                });
    }

    @Test
    void ab_finds_no_failed_request() throws Exception {
        Tool ab = Tool.named("ab", "apache2-utils");
        withFiles(
                url -> {
                    String kept = ab.run("-q", "-k", "-n", "2000", "-c", "50", url + "page.txt");
                    assertTrue(kept.matches("(?s).*Complete requests: +2000\n.*"), kept);
                    assertTrue(kept.matches("(?s).*Failed requests: +0\n.*"), kept);
                    String single = ab.run("-q", "-n", "300", "-c", "10", url + "page.txt");
                    assertTrue(single.matches("(?s).*Complete requests: +300\n.*"), single);
                    assertTrue(single.matches("(?s).*Failed requests: +0\n.*"), single);
                });
    }
}
