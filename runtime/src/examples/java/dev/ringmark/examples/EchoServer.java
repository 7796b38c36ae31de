package dev.ringmark.examples;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;

/// An echo server: each connection is a task, in plain blocking code. Ends with its process.
///
/// Its argument is the port, 7007 when there is none, 0 for any.
public final class EchoServer {

    private EchoServer() {}

    /// Serves.
    public static void main(String[] args) {
        int port = args.length == 0 ? 7007 : Integer.parseInt(args[0]);
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("echo"));
                Listener<StreamSocket> listener = Listener.onPort(loop, port)) {
            System.out.println("echo on " + listener.localAddress());
            loop.fork(() -> serve(listener)).join();
        }
    }

    private static String serve(Listener<StreamSocket> listener) {
        try (Incoming<StreamSocket> connections = listener.acceptEach()) {
            for (StreamSocket each : connections) {
                listener.loop().fork(() -> echo(each));
            }
        }
        return "closed";
    }

    private static long echo(StreamSocket socket) {
        long bytes = 0;
        try (socket;
                OwnedBuffer buffer = OwnedBuffer.allocate(16 * 1024)) {
            for (int count = socket.read(buffer); count >= 0; count = socket.read(buffer)) {
                socket.writeAll(new Span(buffer, 0, count));
                bytes += count;
            }
        }
        return bytes;
    }
}
