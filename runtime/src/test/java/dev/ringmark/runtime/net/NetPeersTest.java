package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.runtime.Tool;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.BufferedSource;
import dev.ringmark.runtime.io.Streams;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sockets with programs of others at the other end.
@Timeout(120)
class NetPeersTest { // UM-65, UM-67

    private static final String TEXT = "0123456789abcde\n".repeat(40_000);

    private static Long echo(StreamSocket socket) {
        try (socket) {
            return Streams.copy(socket, socket);
        }
    }

    @Test
    void socat_gets_back_what_it_sends() {
        Tool socat = Tool.named("socat", "socat");
        Net.with(
                Kernel.host(),
                Net.options(),
                loop -> {
                    try (Listener<StreamSocket> listener = Listener.listen(loop, Net.ANY_PORT)) {
                        loop.fork(() -> echo(listener.accept(PATIENCE)));
                        InetSocketAddress address = (InetSocketAddress) listener.localAddress();
                        byte[] sent = TEXT.getBytes(StandardCharsets.US_ASCII);
                        String peer = "TCP4:127.0.0.1:" + address.getPort();
                        assertEquals(TEXT, socat.run(sent, "-t", "20", "-", peer));
                    }
                });
    }

    @Test
    void socat_answers_a_client_on_a_unix_socket(@TempDir Path folder) {
        Tool socat = Tool.named("socat", "socat");
        Path path = folder.resolve("s");
        Net.with(
                Kernel.host(),
                Net.options(),
                loop -> {
                    Process peer = socat.start("UNIX-LISTEN:" + path, "EXEC:cat");
                    try {
                        Net.until(() -> Files.exists(path));
                        assertEquals("hello", ask(loop, UnixDomainSocketAddress.of(path)));
                    } finally {
                        peer.destroy();
                    }
                });
    }

    private static String ask(Loop loop, UnixDomainSocketAddress address) throws IOException {
        try (StreamSocket socket = StreamSocket.connect(loop, address, PATIENCE);
                OwnedBuffer hello = OwnedBuffer.copying("hello".getBytes(StandardCharsets.UTF_8));
                BufferedSource source = BufferedSource.over(socket)) {
            socket.writeAll(Span.of(hello));
            socket.shutdownOutput();
            return new String(source.readToEnd(100), StandardCharsets.UTF_8);
        }
    }

    @Test
    void dig_understands_what_a_datagram_socket_answers() {
        Tool dig = Tool.named("dig", "bind9-dnsutils");
        Net.with(
                Kernel.host(),
                Net.options(),
                loop -> {
                    DnsServer.Script script =
                            question ->
                                    List.of(
                                            question.reply(0, 1)
                                                    .owner()
                                                    .address("192.0.2.7")
                                                    .bytes());
                    try (DnsServer server = DnsServer.start(loop, script)) {
                        String port = server.address().getPort() + "";
                        for (String way : List.of("+notcp", "+tcp")) {
                            String[] question = {
                                "@127.0.0.1",
                                "-p",
                                port,
                                "some.example",
                                "A",
                                way,
                                "+short",
                                "+noedns",
                                "+tries=2",
                                "+time=5"
                            };
                            String said = BlockingPool.shared().call(() -> dig.run(question));
                            assertEquals("192.0.2.7\n", said);
                        }
                    }
                });
    }
}
