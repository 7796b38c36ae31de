package dev.ringmark.runtime.op;

import dev.ringmark.runtime.uapi.Opcode;
import java.net.SocketAddress;

/// Connects a socket: CONNECT.
///
/// Since 5.5; io_uring_enter(2), connect(2).
public final class Connect extends AddressOp {

    private Connect(Target<?> socket, SocketAddress address) {
        super(socket, address);
    }

    /// Connects a socket to an address.
    ///
    /// @param address an Inet or Unix address
    public static Connect of(Target<? extends FileKind.DataSocket> socket, SocketAddress address) {
        return new Connect(socket, address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CONNECT;
    }
}
