package dev.ringmark.runtime.net;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The other side of [NetLoadTest], with a limit of open files of its own: many connections at
/// once, each of which has its bytes echoed twice.
public final class EchoClients {

    static final int SIZE = 256;
    private static final int ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private EchoClients() {}

    /// A loop for many tasks.
    static LoopOptions options(String name) {
        DriverOptions driver =
                DriverOptions.permits(32_000).withSqEntries(1024).withWaitersMax(Integer.MAX_VALUE);
        return LoopOptions.named(name).withDriver(driver).withHeldMax(Duration.ZERO);
    }

    /// Connects, waits until all are connected, sends, and reads.
    ///
    /// @param args the port, and how many connections
    public static void main(String[] args) {
        InetAddress host = InetAddress.getLoopbackAddress();
        SocketAddress address = new InetSocketAddress(host, Integer.parseInt(args[0]));
        int count = Integer.parseInt(args[1]);
        try (Loop loop = Loop.start(Kernel.host(), options("clients"))) {
            AtomicInteger toConnect = new AtomicInteger(count);
            List<Task<Integer>> clients = new ArrayList<>();
            for (int at = 0; at < count; at++) {
                int number = at;
                clients.add(loop.fork(() -> echoed(loop, address, number, toConnect)));
            }
            int bytes = 0;
            for (Task<Integer> each : clients) {
                bytes += each.join(PATIENCE);
            }
            System.out.println("echoed " + bytes);
        }
    }

    /// Waits until all are connected, then sends.
    private static int echoed(
            Loop loop, SocketAddress address, int number, AtomicInteger toConnect) {
        try (StreamSocket socket = StreamSocket.connect(loop, address, PATIENCE);
                OwnedBuffer buffer = OwnedBuffer.allocate(SIZE)) {
            toConnect.decrementAndGet();
            while (toConnect.get() > 0) {
                Task.sleep(Duration.ofMillis(50));
            }
            for (int round = 0; round < ROUNDS; round++) {
                byte mark = (byte) (number + round);
                buffer.view().fill(mark);
                socket.writeAll(buffer);
                int filled = 0;
                while (filled < SIZE) {
                    filled += socket.read(new Span(buffer, filled, SIZE - filled));
                }
                for (int at = 0; at < SIZE; at++) {
                    if (buffer.view().get(ValueLayout.JAVA_BYTE, at) != mark) {
                        throw new IllegalStateException("connection " + number + ": others' data");
                    }
                }
            }
            return ROUNDS * SIZE;
        }
    }
}
