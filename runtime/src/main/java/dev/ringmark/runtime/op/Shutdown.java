package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Ends a connection in one direction or both: SHUTDOWN.
///
/// Since 5.11; io_uring_enter(2), shutdown(2).
public final class Shutdown extends DoneOp {

    private final Target<?> socket;
    private final Half half;

    private Shutdown(Target<?> socket, Half half) {
        this.socket = socket;
        this.half = half;
    }

    /// Ends a direction.
    public static Shutdown of(Target<? extends FileKind.DataSocket> socket, Half half) {
        return new Shutdown(socket, half);
    }

    @Override
    public Opcode opcode() {
        return Opcode.SHUTDOWN;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.SHUTDOWN, socket.number(), 0, half.number(), 0);
        fixed(sqe, socket);
    }

    @Override
    protected Target<?> file() {
        return socket;
    }

    @Override
    public String toString() {
        return "SHUTDOWN of " + socket + ", " + half;
    }
}
