package dev.ringmark.runtime.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ringmark.runtime.GuidePage;
import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.http.HttpLimits;
import dev.ringmark.runtime.http.RingHttpServerProvider;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The snippets of docs/streams.md, and that the page has no others.
@Timeout(60)
class StreamsGuideTest { // UM-39

    @NeedsHost("docs/streams.md")
    @Test
    void every_snippet_of_the_page_is_here() throws IOException {
        GuidePage.of("streams.md", StreamsGuideTest.class).assertSnippets(6);
    }

    @Test
    void how_far_a_transfer_came() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    TaskException.TimedOut exception;
                    try (OwnedBuffer much = OwnedBuffer.allocate(1 << 22);
                            Scope _ = Scope.open(Duration.ofMillis(500))) {
                        exception =
                                assertThrows(
                                        TaskException.TimedOut.class, () -> ends[0].writeAll(much));
                    }
                    long written = Progress.of(exception);
                    assertTrue(written > 0);
                    ends[0].close();
                    ends[1].close();
                });
    }

    @Test
    void lines_pieces_and_frames() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    BufferedSink sink = BufferedSink.over(ends[1]);
                    sink.write("line\npieceand the rest");
                    sink.close();
                    lines(ends[0]);
                    frames(bed.pair());
                });
    }

    private static void lines(Source connection) {
        BufferedSource source = BufferedSource.over(connection);
        String line = source.readLine(8192);
        byte[] piece = source.readExactly(5);
        boolean isMore = !source.isAtEnd();
        byte[] rest = source.readToEnd(1 << 20);
        assertEquals("line", line);
        assertEquals("piece", new String(piece, UTF_8));
        assertTrue(isMore);
        assertEquals("and the rest", new String(rest, UTF_8));
        source.close();
    }

    private static void frames(FdStream[] ends) {
        BufferedSink sink = BufferedSink.over(ends[0]);
        BufferedSource source = BufferedSource.over(ends[1]);
        byte[] message = "message".getBytes(UTF_8);
        Frames format = Frames.of(4, 1 << 16);
        format.write(sink, message);
        sink.flush();
        byte[] received = format.read(source);
        assertArrayEquals(message, received);
        sink.close();
        source.close();
    }

    @Test
    void tls_and_input_streams() {
        SSLContext context = Certificates.context();
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    TlsStream server = TlsStream.server(ends[1], context, "echo/1");
                    Task<String> serving = bed.loop().fork(() -> greet(server));
                    int port = 443;
                    FdStream connection = ends[0];
                    TlsStream stream =
                            TlsStream.client(connection, context, "localhost", port, "echo/1");
                    String protocol = stream.applicationProtocol();
                    assertEquals("echo/1", protocol);
                    input(stream);
                    serving.join();
                });
    }

    private static String greet(TlsStream server) {
        BufferedSink sink = BufferedSink.over(server);
        sink.write("all of it");
        sink.close();
        return "";
    }

    private static void input(Source connection) throws IOException {
        InputStream in = Streams.inputStream(connection);
        String all = new String(in.readAllBytes(), UTF_8);
        assertEquals("all of it", all);
        in.close();
    }

    @Test
    void a_server() {
        Bed.outside(bed -> serve(bed.loop()));
    }

    private static void serve(Loop loop) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server =
                new RingHttpServerProvider(loop, HttpLimits.defaults())
                        .createHttpServer(address, 0);
        server.createContext(
                "/hello",
                exchange -> {
                    exchange.sendResponseHeaders(200, 5);
                    exchange.getResponseBody().write("hello".getBytes(UTF_8));
                    exchange.close();
                });
        server.start();
        int port = server.getAddress().getPort();
        URLConnection connection =
                URI.create("http://localhost:" + port + "/hello").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        try (InputStream in = connection.getInputStream()) {
            assertEquals("hello", new String(in.readAllBytes(), UTF_8));
        }
        server.stop(0);
        Bed.until(() -> loop.taskCount() == 0);
    }
}
