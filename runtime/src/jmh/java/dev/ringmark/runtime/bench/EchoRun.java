package dev.ringmark.runtime.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.SocketOption;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Two ends of a TCP connection in one process: one sends a window of frames, the other one sends
/// back what it reads. Prints nanoseconds for each window, by wall clock and of CPU.
///
/// Not included: connecting, and the JVM's start. Included: everything the process does meanwhile,
/// the compiler and the collector as well.
public final class EchoRun {

    private static final int CHUNK = 65_536;
    private static final int ROUNDS_PER_LOOK = 64;

    /// One window out and back.
    private interface Round {
        void run() throws IOException;
    }

    private final int frames;
    private final int size;
    private final double warmup;
    private final double budget;

    private EchoRun(String[] args) {
        frames = Integer.parseInt(args[1]);
        size = Integer.parseInt(args[2]);
        warmup = Double.parseDouble(args[3]);
        budget = Double.parseDouble(args[4]);
    }

    /// Runs one case.
    ///
    /// @param args ring, jdk or jdk_per_frame; frames; size; seconds to warm up and to measure
    public static void main(String[] args) throws Exception {
        EchoRun run = new EchoRun(args);
        switch (args[0]) {
            case "ring" -> run.onRing();
            case "jdk" -> run.onJdk(true);
            case "jdk_per_frame" -> run.onJdk(false);
            default -> throw new IllegalArgumentException("args: " + args[0]);
        }
    }

    private void measure(Round round) throws IOException {
        repeat(round, warmup);
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        long rounds = repeat(round, budget);
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        System.out.printf("%.1f %.1f%n", (double) wall / rounds, (double) cpu / rounds);
    }

    private static long repeat(Round round, double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long rounds = 0;
        while (System.nanoTime() < end) {
            for (int at = 0; at < ROUNDS_PER_LOOK; at++) {
                round.run();
            }
            rounds += ROUNDS_PER_LOOK;
        }
        return rounds;
    }

    private void onRing() {
        LoopOptions options = LoopOptions.named("bench").withHeldMax(Duration.ZERO);
        try (Loop loop = Loop.start(Kernel.host(), options)) {
            loop.fork(() -> tasks(loop)).join();
        }
    }

    private String tasks(Loop loop) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SocketOption.Setting<Boolean> noDelay = SocketOption.NO_DELAY.to(true);
        try (Listener<StreamSocket> listener = Listener.listen(loop, any);
                StreamSocket client =
                        StreamSocket.connect(loop, listener.localAddress(), null, noDelay);
                StreamSocket server = listener.accept(null)) {
            server.set(SocketOption.NO_DELAY, true);
            Task<String> echo = loop.fork(() -> echo(server));
            List<Span> window = new ArrayList<>();
            for (int at = 0; at < frames; at++) {
                window.add(Span.of(OwnedBuffer.allocate(size)));
            }
            Span single = window.getFirst();
            OwnedBuffer back = OwnedBuffer.allocate(CHUNK);
            Span into = Span.of(back);
            measure(
                    () -> {
                        if (frames == 1) {
                            client.writeAll(single);
                        } else {
                            client.writeAll(window);
                        }
                        for (int left = frames * size; left > 0; ) {
                            left -= client.read(into);
                        }
                    });
            client.shutdownOutput();
            return echo.join();
        }
    }

    private static String echo(StreamSocket socket) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(CHUNK)) {
            Span into = Span.of(buffer);
            for (int count = socket.read(into); count > 0; count = socket.read(into)) {
                socket.writeAll(new Span(buffer, 0, count));
            }
        }
        return "";
    }

    private void onJdk(boolean gathers) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any);
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            FutureTask<String> echo = virtual(() -> echo(server));
            ByteBuffer[] window = new ByteBuffer[frames];
            for (int at = 0; at < frames; at++) {
                window[at] = ByteBuffer.allocateDirect(size);
            }
            ByteBuffer back = ByteBuffer.allocateDirect(CHUNK);
            FutureTask<String> task =
                    virtual(
                            () -> {
                                measure(() -> round(client, window, back, gathers));
                                client.shutdownOutput();
                                return "";
                            });
            task.get();
            echo.get();
        }
    }

    private void round(SocketChannel client, ByteBuffer[] window, ByteBuffer back, boolean gathers)
            throws IOException {
        for (ByteBuffer each : window) {
            each.clear();
        }
        if (gathers && window.length > 1) {
            while (window[window.length - 1].hasRemaining()) {
                client.write(window);
            }
        } else {
            for (ByteBuffer each : window) {
                while (each.hasRemaining()) {
                    client.write(each);
                }
            }
        }
        for (int left = frames * size; left > 0; ) {
            back.clear();
            left -= client.read(back);
        }
    }

    private static String echo(SocketChannel socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        while (socket.read(buffer) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                socket.write(buffer);
            }
            buffer.clear();
        }
        return "";
    }

    private static FutureTask<String> virtual(Callable<String> body) {
        FutureTask<String> task = new FutureTask<>(body);
        Thread.ofVirtual().start(task);
        return task;
    }
}
