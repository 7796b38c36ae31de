package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/// Gives a socket its own address: BIND.
///
/// Since 6.11; io_uring_enter(2), bind(2).
public final class Bind extends DoneOp {

    private final Target<?> socket;
    private final SocketAddress address;
    private final byte[] encoded;

    private Bind(Target<?> socket, SocketAddress address, byte[] encoded) {
        this.socket = socket;
        this.address = address;
        this.encoded = encoded;
    }

    /// To an address of its own.
    ///
    /// @param address an Inet or Unix address
    public static Bind of(Target<? extends FileKind.Socket> socket, SocketAddress address) {
        return new Bind(socket, address, Addresses.encode(address));
    }

    @Override
    public Opcode opcode() {
        return Opcode.BIND;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment memory = scratch.take(encoded.length);
        MemorySegment.copy(encoded, 0, memory, JAVA_BYTE, 0, encoded.length);
        sqe.prepare(Opcode.BIND, socket.number(), memory.address(), 0, encoded.length);
        fixed(sqe, socket);
    }

    @Override
    protected long scratchSize() {
        return encoded.length;
    }

    @Override
    protected Target<?> file() {
        return socket;
    }

    @Override
    public String toString() {
        return "BIND of " + socket + " to " + address;
    }
}
