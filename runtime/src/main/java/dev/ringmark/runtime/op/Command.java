package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SocketCommand;
import java.lang.foreign.MemorySegment;

/// A command of a file's own driver: URING_CMD.
///
/// What a command means, and how much it takes (16 bytes, or 80 on a ring with 128-byte entries),
/// is the driver's to say; memory it points to must stay until the end. Since 5.19; of sockets,
/// 6.7; io_uring_enter(2).
public final class Command extends Op<Integer> {

    private static final int SMALL = 16;
    private static final int LARGE = 80;

    private final Target<?> file;
    private final int command;
    private final byte[] argument;

    private Command(Target<?> file, int command, byte[] argument) {
        this.file = file;
        this.command = command;
        this.argument = argument.clone();
        Require.range("argument: length", argument.length, 0, LARGE);
    }

    /// A command with an argument that goes into the SQE.
    ///
    /// @param argument up to 16 bytes; up to 80 on a ring with 128-byte entries
    public static Command of(Target<?> file, int command, byte[] argument) {
        return new Command(file, command, argument);
    }

    /// How many bytes wait to be received (SIOCINQ).
    public static Command unreadBytes(Target<? extends FileKind.DataSocket> socket) {
        return new Command(socket, SocketCommand.SIOCINQ.bits(), new byte[0]);
    }

    /// How many bytes were sent and have not arrived (SIOCOUTQ).
    public static Command unsentBytes(Target<? extends FileKind.DataSocket> socket) {
        return new Command(socket, SocketCommand.SIOCOUTQ.bits(), new byte[0]);
    }

    @Override
    public Opcode opcode() {
        return Opcode.URING_CMD;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.URING_CMD, file.number(), 0, 0, 0);
        fixed(sqe, file);
        MemorySegment bytes = sqe.bytes();
        bytes.set(JAVA_INT, SqeLayout.OFF, command);
        long room = bytes.byteSize() - SqeLayout.ADDR3;
        Require.that(
                argument.length <= room,
                "argument: length",
                argument.length,
                room == SMALL ? "up to 16 without 128-byte entries (SQE128)" : "up to " + room);
        MemorySegment.copy(argument, 0, bytes, JAVA_BYTE, SqeLayout.ADDR3, argument.length);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    /// What the driver says.
    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "URING_CMD " + command + " to " + file;
    }
}
