package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Makes a socket: SOCKET. CLOEXEC is always set.
///
/// If the operation ends after its driver has, the new socket is closed. Since 5.19;
/// io_uring_enter(2), socket(2).
///
/// @param <K> what kind of file it becomes
public final class NewSocket<K extends FileKind> extends Op<Fd<K>> {

    private final SocketDomain domain;
    private final int type;

    private NewSocket(SocketDomain domain, int type) {
        this.domain = domain;
        this.type = type;
    }

    /// For a connection, either side.
    public static NewSocket<FileKind.Any> stream(SocketDomain domain) {
        return new NewSocket<>(domain, 1);
    }

    /// For messages.
    public static NewSocket<FileKind.Datagram> datagram(SocketDomain domain) {
        return new NewSocket<>(domain, 2);
    }

    /// For a connection that keeps the borders of messages (SOCK_SEQPACKET).
    public static NewSocket<FileKind.Any> packets(SocketDomain domain) {
        return new NewSocket<>(domain, 5);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SOCKET;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.SOCKET, domain.number(), 0, 0, type | AcceptOption.CLOEXEC.bits());
    }

    @Override
    protected Fd<K> decode(int result, int cqeFlags, Scratch scratch) {
        return new Fd<>(result);
    }

    @Override
    protected boolean makesFile() {
        return true;
    }

    @Override
    public String toString() {
        return "SOCKET of " + domain;
    }
}
