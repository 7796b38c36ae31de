package dev.ringmark.runtime.bench.shape;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A line over sockets of the JDK that speak TLS.
final class TlsSocketLine implements Line {

    private final Socket server;
    private final Socket client;
    private final OutputStream sink;
    private final DataInputStream source;
    private final byte[] out;
    private final byte[] in;
    private final Window window;

    private TlsSocketLine(Socket server, Socket client, int size) throws IOException {
        this.server = server;
        this.client = client;
        sink = server.getOutputStream();
        source = new DataInputStream(client.getInputStream());
        out = new byte[size];
        in = new byte[size];
        window = Window.of(out, in);
    }

    /// The server writes, the client reads.
    static TlsSocketLine open(int size, SSLContext keys) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listener =
                keys.getServerSocketFactory().createServerSocket(0, 1, here)) {
            SSLSocket client =
                    (SSLSocket) keys.getSocketFactory().createSocket(here, listener.getLocalPort());
            SSLSocket server = (SSLSocket) listener.accept();
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            FutureTask<String> meeting =
                    new FutureTask<>(
                            () -> {
                                server.startHandshake();
                                return "";
                            });
            Thread.ofPlatform().daemon().start(meeting);
            client.startHandshake();
            meeting.get(Crew.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new TlsSocketLine(server, client, size);
        }
    }

    @Override
    public void write() throws IOException {
        window.stamp(1);
        sink.write(out);
    }

    @Override
    public void read() throws IOException, WrongResultException {
        source.readFully(in);
        window.take(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        client.close();
    }
}
