package dev.ringmark.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.task.BlockingPool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The examples, as README's commands run them.
@NeedsHost("javac and the examples")
@Timeout(60)
class NetExamplesTest { // SR-16a, POLY-44

    private static Process start(String example, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("src/examples/java/dev/ringmark/examples/" + example + ".java");
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void the_echo_server_echoes() throws IOException {
        Process server = start("EchoServer", "0");
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            String first = String.valueOf(said.readLine());
            assertTrue(first.startsWith("echo on "), first);
            int port = Integer.parseInt(first.substring(first.lastIndexOf(':') + 1));
            for (int client = 0; client < 3; client++) {
                try (java.net.Socket socket =
                        new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                    byte[] sent = ("hello from " + client).getBytes(UTF_8);
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                    assertArrayEquals(sent, socket.getInputStream().readAllBytes());
                }
            }
        } finally {
            server.destroy();
        }
    }

    @Test
    void the_lookup_prints_addresses() {
        Net.with(
                Kernel.host(),
                Net.options(),
                loop -> {
                    DnsServer.Script script =
                            question ->
                                    List.of(
                                            question.reply(0, 1)
                                                    .owner()
                                                    .address(
                                                            question.type() == 1
                                                                    ? "192.0.2.7"
                                                                    : "2001:db8::7")
                                                    .bytes());
                    try (DnsServer server = DnsServer.start(loop, script)) {
                        String port = server.address().getPort() + "";
                        Process lookup = start("DnsLookup", "some.example", "127.0.0.1", port);
                        String said =
                                BlockingPool.shared()
                                        .call(
                                                () ->
                                                        new String(
                                                                lookup.getInputStream()
                                                                        .readAllBytes(),
                                                                UTF_8));
                        // On a busy machine the log comes first: loading classes takes long.
                        assertTrue(said.endsWith("192.0.2.7\n2001:db8:0:0:0:0:0:7\n"), said);
                    }
                });
    }
}
