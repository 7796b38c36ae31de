package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/// Accepts one connection and says from whom: ACCEPT. The socket is CLOEXEC.
///
/// If the operation ends after its driver has, the new socket is closed.
///
/// Since 5.5; io_uring_enter(2), accept4(2).
public final class AcceptFrom extends Op<AcceptFrom.Connection> {

    /// A new connection.
    ///
    /// @param socket the new one
    /// @param peer its other end; an empty path for a Unix socket without a name
    public record Connection(Fd<FileKind.Stream> socket, SocketAddress peer) {}

    private static final int LENGTH_AT = Addresses.SIZE_MAX;

    private final Target<?> listener;

    private AcceptFrom(Target<?> listener) {
        this.listener = listener;
    }

    /// The next connection.
    public static AcceptFrom on(Target<? extends FileKind.Listener> listener) {
        return new AcceptFrom(listener);
    }

    @Override
    public Opcode opcode() {
        return Opcode.ACCEPT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long address = scratch.take(Addresses.SIZE_MAX).address();
        long length = scratch.integer(Addresses.SIZE_MAX);
        sqe.prepare(Opcode.ACCEPT, listener.number(), address, 0, length)
                .operationFlags(AcceptOption.CLOEXEC.bits());
        fixed(sqe, listener);
    }

    @Override
    protected long scratchSize() {
        return LENGTH_AT + Integer.BYTES;
    }

    @Override
    protected Connection decode(int result, int flags, Scratch scratch) {
        MemorySegment length = scratch.at(LENGTH_AT, Integer.BYTES);
        int size = Math.min(Addresses.SIZE_MAX, length.get(JAVA_INT, 0));
        MemorySegment address = scratch.at(0, Addresses.SIZE_MAX);
        return new Connection(new Fd<>(result), Addresses.decode(address, size));
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
        return "ACCEPT with address on " + listener;
    }
}
