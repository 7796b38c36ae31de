package dev.ringmark.examples;

import dev.ringmark.runtime.io.Streams;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.StreamSocket;
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
                Listener<StreamSocket> listener = Listener.onPort(loop, port);
                Incoming<StreamSocket> connections = listener.acceptEach()) {
            System.out.println("echo on " + listener.localAddress());
            for (StreamSocket each : connections) {
                loop.fork(() -> echo(each));
            }
        }
    }

    private static long echo(StreamSocket socket) {
        try (socket) {
            return Streams.copy(socket, socket);
        }
    }
}
