package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Makes a bound socket one that accepts connections: LISTEN.
///
/// Since 6.11; io_uring_enter(2), listen(2).
public final class Listen extends DoneOp {

    private final Target<?> socket;
    private final int backlog;

    private Listen(Target<?> socket, int backlog) {
        this.socket = socket;
        this.backlog = backlog;
    }

    /// With room for some who wait.
    ///
    /// @param backlog how many connections may wait, 0 or more
    public static Listen of(Target<? extends FileKind.Socket> socket, int backlog) {
        return new Listen(socket, Require.range("backlog", backlog, 0, Integer.MAX_VALUE));
    }

    @Override
    public Opcode opcode() {
        return Opcode.LISTEN;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.LISTEN, socket.number(), 0, backlog, 0);
        fixed(sqe, socket);
    }

    @Override
    protected Target<?> file() {
        return socket;
    }

    @Override
    public String toString() {
        return "LISTEN of " + socket;
    }
}
