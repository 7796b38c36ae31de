package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/// Connects a socket: CONNECT.
///
/// Since 5.5; io_uring_enter(2), connect(2).
public final class Connect extends DoneOp {

    private final Target<?> socket;
    private final SocketAddress address;
    private final byte[] encoded;

    private Connect(Target<?> socket, SocketAddress address, byte[] encoded) {
        this.socket = socket;
        this.address = address;
        this.encoded = encoded;
    }

    /// To an address.
    ///
    /// @param address an Inet or Unix address
    public static Connect of(Target<? extends FileKind.DataSocket> socket, SocketAddress address) {
        return new Connect(socket, address, Addresses.encode(address));
    }

    @Override
    public Opcode opcode() {
        return Opcode.CONNECT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment memory = scratch.take(encoded.length);
        MemorySegment.copy(encoded, 0, memory, JAVA_BYTE, 0, encoded.length);
        sqe.prepare(Opcode.CONNECT, socket.number(), memory.address(), 0, encoded.length);
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
        return "CONNECT of " + socket + " to " + address;
    }
}
