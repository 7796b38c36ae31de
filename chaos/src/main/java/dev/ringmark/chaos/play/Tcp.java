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

/// TCP connections over the loopback interface.
final class Tcp {

    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int NAME_SIZE = 16;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private Tcp() {}

    /// Both ends of a new connection.
    static int[] pair(Kernel kernel) {
        SystemCalls calls = kernel.calls();
        int listener = require(calls.socket(AF_INET, SOCK_STREAM, 0));
        int client = require(calls.socket(AF_INET, SOCK_STREAM, 0));
        try (Arena arena = Arena.ofConfined();
                Ring ring = Ring.open(kernel, RingOptions.entries(1))) {
            MemorySegment name = arena.allocate(NAME_SIZE, Short.BYTES);
            name.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
            MemorySegment.copy(LOOPBACK, 0, name, ValueLayout.JAVA_BYTE, 4, LOOPBACK.length);
            require(calls.bind(listener, name));
            require(calls.listen(listener, 1));
            require(calls.socketName(listener, name));
            require(calls.connect(client, name));
            Sqe sqe = ring.nextSqe();
            if (sqe == null) {
                throw new IllegalStateException("a new ring is full");
            }
            sqe.prepare(Opcode.ACCEPT, listener, 0, 0, 0);
            while (ring.cqReady() == 0) {
                ring.submitAndWait(1);
            }
            var cqe = ring.peek();
            int server = require(cqe == null ? -1 : cqe.result());
            kernel.close(listener);
            return new int[] {client, server};
        }
    }

    private static int require(int result) {
        if (result < 0) {
            throw new IllegalStateException("a call for a connection: " + result);
        }
        return result;
    }
}
