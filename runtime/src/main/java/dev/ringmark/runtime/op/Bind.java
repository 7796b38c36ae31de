package dev.ringmark.runtime.op;

import dev.ringmark.runtime.uapi.Opcode;
import java.net.SocketAddress;

/// Gives a socket its own address: BIND.
///
/// Since 6.11; io_uring_enter(2), bind(2).
public final class Bind extends AddressOp {

    private Bind(Target<?> socket, SocketAddress address) {
        super(socket, address);
    }

    /// Binds a socket to an address.
    ///
    /// @param address an Inet or Unix address
    public static Bind of(Target<? extends FileKind.Socket> socket, SocketAddress address) {
        return new Bind(socket, address);
    }

    @Override
    public Opcode opcode() {
        return Opcode.BIND;
    }
}
