package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.Opcode;

/// Accepts one connection: ACCEPT. The socket is CLOEXEC.
///
/// If the operation ends after its driver has, the new socket is closed.
///
/// Since 5.5; io_uring_enter(2), accept4(2).
public final class Accept extends Op<Fd<FileKind.Stream>> {

    private final Target<?> listener;
    private final int socketFlags;
    private final int options;

    private Accept(Target<?> listener, int socketFlags, int options) {
        this.listener = listener;
        this.socketFlags = socketFlags;
        this.options = options;
    }

    /// The next connection.
    public static Accept on(Target<? extends FileKind.Listener> listener) {
        return new Accept(listener, AcceptOption.CLOEXEC.bits(), 0);
    }

    /// The same with exactly these options of the new socket.
    public Accept with(AcceptOption... socketOptions) {
        return new Accept(listener, Flag.bitsOf(socketOptions), options);
    }

    /// The same, -EAGAIN when no connection waits (since 6.10).
    public Accept withoutWaiting() {
        return new Accept(listener, socketFlags, options | AcceptFlag.DONTWAIT.bits());
    }

    @Override
    public Opcode opcode() {
        return Opcode.ACCEPT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.ACCEPT, listener.number(), 0, 0, 0)
                .operationFlags(socketFlags)
                .ioPriority(options);
        fixed(sqe, listener);
    }

    @Override
    protected Fd<FileKind.Stream> decode(int result, int flags, Scratch scratch) {
        return new Fd<>(result);
    }

    @Override
    protected boolean makesFile() {
        return true;
    }

    @Override
    protected Target<?> file() {
        return listener;
    }

    @Override
    public String toString() {
        return "ACCEPT on " + listener;
    }
}
