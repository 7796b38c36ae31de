package dev.ringmark.chaos.play;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// TCP connections over the loopback interface.
public final class Tcp {

    /// How long the name of a socket is.
    public static final int NAME_SIZE = 16;

    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int PORT = 2;
    private static final int BACKLOG = 64;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private Tcp() {}

    /// A socket that listens, on a port of the kernel's choice.
    public static int listener(Kernel kernel) {
        SystemCalls calls = kernel.calls();
        int listener = require(calls.socket(AF_INET, SOCK_STREAM, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_SIZE, Short.BYTES);
            name.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
            MemorySegment.copy(LOOPBACK, 0, name, ValueLayout.JAVA_BYTE, 4, LOOPBACK.length);
            require(calls.bind(listener, name));
            require(calls.listen(listener, BACKLOG));
        }
        return listener;
    }

    /// Where a socket is bound.
    public static InetSocketAddress name(Kernel kernel, int socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_SIZE, Short.BYTES);
            require(kernel.calls().socketName(socket, name));
            int high = name.get(ValueLayout.JAVA_BYTE, PORT) & 0xff;
            int port = high << Byte.SIZE | (name.get(ValueLayout.JAVA_BYTE, PORT + 1) & 0xff);
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
    }

    /// Connects to a listener.
    ///
    /// @return the client's end
    public static int connect(Kernel kernel, int listener) {
        SystemCalls calls = kernel.calls();
        int client = require(calls.socket(AF_INET, SOCK_STREAM, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_SIZE, Short.BYTES);
            require(calls.socketName(listener, name));
            require(calls.connect(client, name));
        }
        return client;
    }

    /// Takes one connection from a listener, by a ring of its own.
    public static int accept(Kernel kernel, int listener) {
        try (Ring ring = Ring.open(kernel, RingOptions.entries(1))) {
            Sqe sqe = ring.nextSqe();
            if (sqe == null) {
                throw new IllegalStateException("a new ring is full");
            }
            sqe.prepare(Opcode.ACCEPT, listener, 0, 0, 0);
            while (ring.cqReady() == 0) {
                ring.submitAndWait(1);
            }
            var cqe = ring.peek();
            return require(cqe == null ? -1 : cqe.result());
        }
    }

    /// Both ends of a new connection.
    public static int[] pair(Kernel kernel) {
        int listener = listener(kernel);
        int client = connect(kernel, listener);
        int server = accept(kernel, listener);
        kernel.close(listener);
        return new int[] {client, server};
    }

    private static int require(int result) {
        if (result < 0) {
            throw new IllegalStateException("a call for a connection: " + result);
        }
        return result;
    }
}
