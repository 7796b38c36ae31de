package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The server of all network shapes: a blocking platform thread for each connection sends back what
/// it reads, 64 KiB at a time at most.
final class EchoThreads implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(EchoThreads.class.getName());
    private static final int BUFFER_SIZE = 64 << 10;

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Consumer<ByteBuffer> alter;
    private final List<SocketChannel> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    EchoThreads() throws IOException {
        this(_ -> {});
    }

    /// @param alter what is done to each piece before it goes back: for tests of the clients
    EchoThreads(Consumer<ByteBuffer> alter) throws IOException {
        this.alter = alter;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /// Takes a connection that somebody has made already, or is about to.
    void accept() throws IOException {
        SocketChannel connection = listener.accept();
        connections.add(connection);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        threads.add(
                Thread.ofPlatform()
                        .name("echo-" + threads.size())
                        .daemon()
                        .start(() -> serve(connection)));
    }

    private void serve(SocketChannel connection) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
        try {
            while (connection.read(buffer.clear()) >= 0) {
                buffer.flip();
                alter.accept(buffer);
                while (buffer.hasRemaining()) {
                    connection.write(buffer);
                }
            }
        } catch (ClosedChannelException e) {
            return; // close()
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "a connection has ended", e); // its client says what is missing
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel each : connections) {
            each.close();
        }
        for (Thread each : threads) {
            Crew.join(each);
        }
    }
}
