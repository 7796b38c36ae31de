package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.ring.Sqe;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/// An operation that hands an address to a socket.
abstract class AddressOp extends DoneOp {

    private final Target<?> socket;
    private final SocketAddress address;
    private final byte[] encoded;

    AddressOp(Target<?> socket, SocketAddress address) {
        this.socket = socket;
        this.address = address;
        encoded = Addresses.encode(address);
    }

    @Override
    protected final void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment memory = scratch.take(encoded.length);
        MemorySegment.copy(encoded, 0, memory, JAVA_BYTE, 0, encoded.length);
        sqe.prepare(opcode(), socket.number(), memory.address(), 0, encoded.length);
        fixed(sqe, socket);
    }

    @Override
    protected final long scratchSize() {
        return encoded.length;
    }

    @Override
    protected final Target<?> file() {
        return socket;
    }

    @Override
    public final String toString() {
        return opcode() + " of " + socket + " to " + address;
    }
}
