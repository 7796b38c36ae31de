package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Closes an fd: CLOSE. The number is free even after an error.
///
/// Operations under way on the file go on (K10). Since 5.6; io_uring_enter(2), close(2).
public final class Close extends DoneOp {

    private final Fd<?> fd;

    private Close(Fd<?> fd) {
        this.fd = fd;
    }

    /// Closes it.
    public static Close of(Fd<?> fd) {
        return new Close(fd);
    }

    @Override
    public Opcode opcode() {
        return Opcode.CLOSE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.CLOSE, fd.number(), 0, 0, 0);
    }

    @Override
    protected Target<?> file() {
        return fd;
    }

    @Override
    public String toString() {
        return "CLOSE of " + fd;
    }
}
