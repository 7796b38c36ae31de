package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Receives from a connected socket into a buffer of a [ClassicGroup] that the kernel chooses:
/// RECV with BUFFER_SELECT.
///
/// Before 5.18 it keeps a buffer of the group while it waits for data, and takes it out of the
/// group for good when it is cancelled (commit b1c62645758e): then a group should have more buffers
/// than receives that wait, or a poll go before each. A group that has none left ends it with
/// `-ENOBUFS`: go on with another one. At the end of the stream the piece is empty.
///
/// Since 5.7; io_uring_enter(2), recv(2).
public final class ReceiveClassic extends Op<ClassicGroup.Piece> {

    private final Target<?> socket;
    private final ClassicGroup group;

    private ReceiveClassic(Target<?> socket, ClassicGroup group) {
        this.socket = socket;
        this.group = group;
    }

    /// The piece has to be closed, or its buffer stays away.
    public static ReceiveClassic from(
            Target<? extends FileKind.DataSocket> socket, ClassicGroup group) {
        return new ReceiveClassic(socket, group);
    }

    @Override
    public Opcode opcode() {
        return Opcode.RECV;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.RECV, socket.number(), 0, group.bufferSize(), 0);
        fixed(sqe, socket);
        sqe.bufferGroup(group.group());
    }

    @Override
    protected ClassicGroup.Piece decode(int result, int flags, Scratch scratch) {
        return group.take(result, flags);
    }

    @Override
    protected Target<?> file() {
        return socket;
    }

    @Override
    public String toString() {
        return opcode() + " of " + socket + " into " + group;
    }
}
