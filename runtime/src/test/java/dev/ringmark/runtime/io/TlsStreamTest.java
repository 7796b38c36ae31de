package dev.ringmark.runtime.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsStreamTest { // UM-65, POLY-10

    private static final SSLContext CONTEXT = Certificates.context();
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(9).nextBytes(CONTENT);
    }

    private interface Peer<S> {
        void run(S socket) throws Exception;
    }

    /// Runs the JDK's side of a connection on a thread of its own.
    private static CompletableFuture<String> beside(Callable body) {
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon(true)
                .start(
                        () -> {
                            try {
                                body.run();
                                end.complete("");
                            } catch (Exception | AssertionError e) {
                                end.completeExceptionally(e);
                            }
                        });
        return end;
    }

    private interface Callable {
        void run() throws Exception;
    }

    private static SSLSocket client(int port, String version, String... protocols)
            throws IOException {
        SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket("localhost", port);
        socket.setEnabledProtocols(new String[] {version});
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /// Our server against the JDK's client.
    private static void serve(String version, Peer<SSLSocket> theirs, Peer<TlsStream> ours) {
        Bed.with(
                bed -> {
                    int listener = bed.listener();
                    int port = bed.port(listener);
                    CompletableFuture<String> peer =
                            beside(
                                    () -> {
                                        try (SSLSocket socket =
                                                client(port, version, "h2", "echo/1")) {
                                            theirs.run(socket);
                                        }
                                    });
                    TlsStream stream =
                            TlsStream.server(bed.accept(listener), CONTEXT, "echo/1", "other");
                    ours.run(stream);
                    stream.close();
                    stream.close();
                    Task.await(peer, Bed.PATIENCE);
                    bed.loop().kernel().close(listener);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_echoes_to_the_jdks_client(String version) {
        serve(
                version,
                socket -> {
                    OutputStream out = socket.getOutputStream();
                    CompletableFuture<String> writing = beside(() -> out.write(CONTENT));
                    byte[] back = socket.getInputStream().readNBytes(CONTENT.length);
                    writing.get(20, TimeUnit.SECONDS);
                    assertArrayEquals(CONTENT, back);
                    assertEquals("echo/1", socket.getApplicationProtocol());
                    socket.shutdownOutput();
                    assertEquals(-1, socket.getInputStream().read());
                },
                stream -> {
                    assertEquals(CONTENT.length, Streams.copy(stream, stream));
                    assertEquals("echo/1", stream.applicationProtocol());
                    assertEquals(version, stream.session().getProtocol());
                    try (OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
                        assertEquals(-1, stream.read(buffer));
                        assertEquals(0, stream.read(new Span(buffer, 0, 0)));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_talks_to_the_jdks_server_and_resumes_its_session(String version) {
        Bed.with(
                bed -> {
                    SSLServerSocket server =
                            (SSLServerSocket)
                                    CONTEXT.getServerSocketFactory()
                                            .createServerSocket(
                                                    0, 5, InetAddress.getLoopbackAddress());
                    server.setEnabledProtocols(new String[] {version});
                    SSLParameters parameters = server.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"echo/1"});
                    server.setSSLParameters(parameters);
                    CompletableFuture<String> peer =
                            beside(
                                    () -> {
                                        for (int at = 0; at < 2; at++) {
                                            try (SSLSocket socket = (SSLSocket) server.accept()) {
                                                socket.getInputStream()
                                                        .transferTo(socket.getOutputStream());
                                            }
                                        }
                                    });
                    SSLContext clients = Certificates.context();
                    long first = talk(bed, clients, server.getLocalPort());
                    Task.sleep(Duration.ofMillis(20));
                    long second = talk(bed, clients, server.getLocalPort());
                    assertEquals(first, second); // the session is the one of before
                    Task.await(peer, Bed.PATIENCE);
                    server.close();
                });
    }

    /// Sends and reads, and says when the session was made.
    private static long talk(Bed bed, SSLContext context, int port) {
        TlsStream stream =
                TlsStream.client(bed.connect(port), context, "localhost", port, "echo/1");
        assertEquals("echo/1", stream.applicationProtocol());
        Task<byte[]> reading =
                bed.loop()
                        .fork(
                                () -> {
                                    BufferedSource source = BufferedSource.over(stream);
                                    byte[] all = source.readExactly(CONTENT.length);
                                    assertTrue(source.isAtEnd());
                                    source.close();
                                    return all;
                                });
        try (OwnedBuffer content = OwnedBuffer.allocate(CONTENT.length)) {
            content.view().asByteBuffer().put(CONTENT);
            stream.writeAll(List.of(new Span(content, 0, 3)));
            stream.writeAll(new Span(content, 3, CONTENT.length - 3));
        }
        stream.shutdownOutput();
        assertArrayEquals(CONTENT, reading.join(Bed.PATIENCE));
        long created = stream.session().getCreationTime();
        stream.close();
        return created;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_connection_that_is_cut_is_no_end(String version) {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    TlsStream client = TlsStream.over(ends[0], engine(version, true));
                    Task<String> other = bed.loop().fork(() -> write(client, "x"));
                    TlsStream stream = TlsStream.over(ends[1], engine(version, false));
                    BufferedSource source = BufferedSource.over(stream);
                    assertEquals('x', source.read());
                    other.join();
                    ends[0].shutdownOutput(); // without close_notify
                    UnexpectedEndException e =
                            assertThrows(UnexpectedEndException.class, source::read);
                    assertTrue(String.valueOf(e.getMessage()).contains("close_notify"));
                    assertThrows(UnexpectedEndException.class, source::read);
                    source.close();
                    client.close();
                });
    }

    @Test
    void renegotiation_is_refused() {
        serve(
                "TLSv1.2",
                socket -> {
                    OutputStream out = socket.getOutputStream();
                    out.write('a');
                    assertEquals('b', socket.getInputStream().read());
                    socket.startHandshake(); // a second one
                    assertThrows(
                            IOException.class,
                            () -> {
                                InputStream in = socket.getInputStream();
                                out.write('c');
                                if (in.read() < 0) {
                                    throw new IOException("ended");
                                }
                            });
                },
                stream -> {
                    try (OwnedBuffer one = OwnedBuffer.allocate(1)) {
                        assertEquals(1, stream.read(one));
                        write(stream, "b");
                        TlsException e = assertThrows(TlsException.class, () -> stream.read(one));
                        assertTrue(String.valueOf(e.getMessage()).contains("renegotiation"));
                        assertThrows(TlsException.class, () -> stream.read(one));
                        assertThrows(TlsException.class, () -> stream.write(Span.of(one)));
                    }
                });
    }

    @Test
    void keys_are_updated_under_way() {
        serve(
                "TLSv1.3",
                socket -> {
                    for (int at = 0; at < 5; at++) {
                        socket.getOutputStream().write('a');
                        assertEquals('b', socket.getInputStream().read());
                        socket.startHandshake(); // a key update, in TLS 1.3
                    }
                },
                stream -> {
                    try (OwnedBuffer one = OwnedBuffer.allocate(1)) {
                        for (int at = 0; at < 5; at++) {
                            assertEquals(1, stream.read(one));
                            write(stream, "b");
                        }
                        assertEquals(-1, stream.read(one));
                    }
                });
    }

    @Test
    void a_wait_that_ends_in_the_handshake_may_be_begun_again() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    TlsStream client = TlsStream.over(ends[0], engine("TLSv1.3", true));
                    TlsStream server = TlsStream.over(ends[1], engine("TLSv1.3", false));
                    try (Scope _ = Scope.open(Duration.ofMillis(20))) {
                        assertThrows(TaskException.TimedOut.class, client::handshake);
                    }
                    Task<String> first = bed.loop().fork(() -> write(client, "hello"));
                    Task<String> second = bed.loop().fork(() -> handshake(client));
                    BufferedSource source = BufferedSource.over(server);
                    assertEquals("hello", new String(source.readExactly(5), US_ASCII));
                    first.join();
                    second.join();
                    client.close();
                    assertTrue(source.isAtEnd());
                    source.close();
                });
    }

    @Test
    void a_write_that_is_ended_half_way_is_gone_on_with() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    TlsStream client = TlsStream.over(ends[0], engine("TLSv1.3", true));
                    TlsStream server = TlsStream.over(ends[1], engine("TLSv1.3", false));
                    Task<String> greeting = bed.loop().fork(() -> handshake(server));
                    client.handshake();
                    greeting.join();
                    try (OwnedBuffer much = OwnedBuffer.allocate(1 << 22)) {
                        new Random(1)
                                .ints(1 << 10)
                                .forEach(
                                        at ->
                                                much.view()
                                                        .set(JAVA_BYTE, at & 0x3f_ffff, (byte) at));
                        TaskException e;
                        try (Scope _ = Scope.open(Duration.ofMillis(500))) {
                            e =
                                    assertThrows(
                                            TaskException.TimedOut.class,
                                            () -> client.writeAll(much));
                        }
                        int done = (int) Progress.of(e);
                        assertTrue(done > 0 && done < much.size());
                        Task<String> rest =
                                bed.loop()
                                        .fork(
                                                () -> {
                                                    client.writeAll(
                                                            Spans.from(Span.of(much), done));
                                                    client.shutdownOutput();
                                                    return "";
                                                });
                        BufferedSource source = BufferedSource.over(server);
                        byte[] all = source.readToEnd(1 << 22);
                        rest.join();
                        assertArrayEquals(much.view().toArray(JAVA_BYTE), all);
                        source.close();
                    }
                    client.close();
                });
    }

    @Test
    void a_server_that_is_not_who_it_should_be_is_refused_and_told_why() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    TlsStream client = TlsStream.client(ends[0], CONTEXT, "example.org", 443);
                    TlsStream server = TlsStream.server(ends[1], CONTEXT);
                    Task<String> other =
                            bed.loop()
                                    .fork(
                                            () -> {
                                                try (OwnedBuffer one = OwnedBuffer.allocate(1)) {
                                                    server.read(one);
                                                }
                                                return "";
                                            });
                    TlsException e = assertThrows(TlsException.class, client::handshake);
                    assertTrue(String.valueOf(e.getMessage()).contains("example.org"), e::toString);
                    TaskException.Failed told =
                            assertThrows(TaskException.Failed.class, other::join);
                    TlsException alert = assertInstanceOf(TlsException.class, told.getCause());
                    assertTrue(String.valueOf(alert.getMessage()).contains("certificate"));
                    client.close();
                    server.close();
                });
    }

    @Test
    void what_is_no_tls_ends_at_once() {
        Bed.with(
                bed -> {
                    FdStream[] ends = bed.pair();
                    BufferedSink sink = BufferedSink.over(ends[0]);
                    sink.write("GET / HTTP/1.1\r\nHost: example\r\n\r\n");
                    sink.flush();
                    TlsStream server = TlsStream.server(ends[1], CONTEXT);
                    TlsException e = assertThrows(TlsException.class, server::handshake);
                    assertInstanceOf(SSLException.class, e.getCause());
                    assertThrows(TlsException.class, server::handshake);
                    server.close();
                    sink.close();
                });
    }

    private static SSLEngine engine(String version, boolean isClient) {
        SSLEngine engine = CONTEXT.createSSLEngine();
        engine.setUseClientMode(isClient);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    private static String handshake(TlsStream stream) {
        stream.handshake();
        return "";
    }

    private static String write(TlsStream stream, String text) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(text.length())) {
            buffer.view().asByteBuffer().put(text.getBytes(US_ASCII));
            stream.writeAll(buffer);
        }
        return "";
    }
}
