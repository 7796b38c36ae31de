package dev.ringmark.runtime.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.Tool;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The peers are openssl s_client and s_server, where they are installed. // UM-65
@Timeout(60)
class TlsOpensslTest {

    private static final SSLContext CONTEXT = Certificates.context();

    @BeforeAll
    static void is_there() {
        Tool.named("openssl", "openssl");
    }

    private static Process openssl(String... arguments) throws IOException {
        return Tool.named("openssl", "openssl").start(arguments);
    }

    private static String ended(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), said);
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void s_client_is_answered_and_sees_a_clean_end(String version) throws Exception {
        Bed.with(
                bed -> {
                    int listener = bed.listener();
                    Process peer =
                            openssl(
                                    "s_client",
                                    "-connect",
                                    "127.0.0.1:" + bed.port(listener),
                                    version,
                                    "-alpn",
                                    "other,echo/1",
                                    "-ign_eof");
                    try (OutputStream out = peer.getOutputStream()) {
                        out.write("hello\n".getBytes(US_ASCII));
                    }
                    TlsStream stream = TlsStream.server(bed.accept(listener), CONTEXT, "echo/1");
                    BufferedSource source = BufferedSource.over(stream);
                    assertEquals("hello", source.readLine(100));
                    BufferedSink sink = BufferedSink.over(stream);
                    sink.write("answer to hello\n");
                    sink.close();
                    source.close();
                    String said = BlockingPool.shared().call(() -> ended(peer));
                    assertTrue(said.contains("answer to hello"), said);
                    assertTrue(said.contains("ALPN protocol: echo/1"), said);
                    assertTrue(said.contains("closed"), said);
                    bed.loop().kernel().close(listener);
                });
    }

    @Test
    void s_client_resumes_its_sessions() throws Exception {
        Bed.with(
                bed -> {
                    int listener = bed.listener();
                    Process peer =
                            openssl(
                                    "s_client",
                                    "-connect",
                                    "127.0.0.1:" + bed.port(listener),
                                    "-tls1_2",
                                    "-reconnect"); // five times, with the session of the first
                    for (int at = 0; at < 6; at++) {
                        TlsStream stream = TlsStream.server(bed.accept(listener), CONTEXT);
                        stream.handshake();
                        if (at == 5) {
                            peer.getOutputStream().close();
                        }
                        BufferedSource source = BufferedSource.over(stream);
                        assertTrue(source.isAtEnd());
                        source.close();
                    }
                    String said = BlockingPool.shared().call(() -> ended(peer));
                    assertEquals(5, said.split("Reused, TLSv1.2", -1).length - 1, said);
                    bed.loop().kernel().close(listener);
                });
    }

    @Test
    void s_client_cannot_renegotiate() throws Exception {
        Bed.with(
                bed -> {
                    int listener = bed.listener();
                    Process peer =
                            openssl(
                                    "s_client",
                                    "-connect",
                                    "127.0.0.1:" + bed.port(listener),
                                    "-tls1_2");
                    OutputStream out = peer.getOutputStream();
                    out.write("R\n".getBytes(US_ASCII));
                    out.flush();
                    TlsStream stream = TlsStream.server(bed.accept(listener), CONTEXT);
                    BufferedSource source = BufferedSource.over(stream);
                    TlsException e = assertThrows(TlsException.class, source::read);
                    assertTrue(String.valueOf(e.getMessage()).contains("renegotiation"));
                    source.close();
                    String said = BlockingPool.shared().call(() -> ended(peer));
                    assertTrue(said.contains("RENEGOTIATING"), said);
                    out.close();
                    bed.loop().kernel().close(listener);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void s_server_is_talked_to(String version) throws Exception {
        Bed.with(
                bed -> {
                    int probe = bed.listener();
                    int port = bed.port(probe);
                    bed.loop().kernel().close(probe);
                    String pem = Certificates.pem().toString();
                    Process peer =
                            openssl(
                                    "s_server",
                                    "-accept",
                                    "" + port,
                                    version,
                                    "-cert",
                                    pem,
                                    "-key",
                                    pem,
                                    "-rev",
                                    "-naccept",
                                    "1");
                    FdStream connection = connect(bed, port);
                    TlsStream stream = TlsStream.client(connection, CONTEXT, "localhost", port);
                    BufferedSink sink = BufferedSink.over(stream);
                    BufferedSource source = BufferedSource.over(stream);
                    sink.write("hello\n");
                    sink.flush();
                    assertEquals("olleh", source.readLine(100));
                    sink.close();
                    source.close();
                    peer.destroy();
                    assertTrue(
                            BlockingPool.shared().call(() -> peer.waitFor(20, TimeUnit.SECONDS)));
                });
    }

    /// It takes a moment until the server listens.
    private static FdStream connect(Bed bed, int port) {
        long deadline = System.nanoTime() + Bed.PATIENCE.toNanos();
        while (true) {
            try {
                return bed.connect(port);
            } catch (RingException e) {
                assertTrue(System.nanoTime() < deadline, e::toString);
                Task.sleep(java.time.Duration.ofMillis(20));
            }
        }
    }
}
