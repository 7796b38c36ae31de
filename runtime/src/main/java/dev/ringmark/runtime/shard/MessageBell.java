package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.MsgRingCommand;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A message to the ring, from a thread without one (SEND_MSG_RING) or from another ring
/// (MSG_RING).
final class MessageBell implements Bell {

    /* The ring's fd is duplicated: whoever leaves last closes the duplicate, so that a thread that
     * is late names no file that came under the number of a closed ring.
     *
     * A target whose owner runs its task work itself (DEFER_TASKRUN) needs an allocation in the
     * kernel for each message; -ENOMEM and -EAGAIN are tried again a few times.
     */

    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int ATTEMPTS_MAX = 64;

    private final Kernel kernel;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment message = arena.allocate(SqeLayout.LAYOUT);
    private final int fd;

    private MessageBell(Kernel kernel, int fd) {
        this.kernel = kernel;
        this.fd = fd;
        message.set(ValueLayout.JAVA_BYTE, SqeLayout.OPCODE, (byte) Opcode.MSG_RING.bits());
        message.set(ValueLayout.JAVA_INT, SqeLayout.FD, fd);
        message.set(ValueLayout.JAVA_LONG, SqeLayout.OFF, UserData.MESSAGE);
        message.set(ValueLayout.JAVA_LONG, SqeLayout.ADDR, MsgRingCommand.MSG_DATA.bits());
    }

    /// A bell that has been rung once and was not refused; null where the kernel has no such call.
    static @Nullable MessageBell probe(Kernel kernel, Ring ring) {
        int fd = kernel.calls().fcntl(ring.fd(), F_DUPFD_CLOEXEC, 0);
        if (fd < 0) {
            return null;
        }
        MessageBell bell = new MessageBell(kernel, fd);
        if (bell.ring() < 0) {
            bell.close();
            return null;
        }
        return bell;
    }

    @Override
    public int ring() {
        int result = send();
        for (int more = 1; more < ATTEMPTS_MAX && isTransient(result); more++) {
            Thread.onSpinWait();
            result = send();
        }
        return result;
    }

    /// Makes an SQE of another ring's one that rings.
    void prepare(Sqe sqe) {
        sqe.prepare(Opcode.MSG_RING, fd, MsgRingCommand.MSG_DATA.bits(), 0, UserData.MESSAGE);
    }

    /// Makes an SQE of another ring's one that puts a letter into this ring.
    void prepare(Sqe sqe, long label, int value) {
        long userData = UserData.letter(label);
        sqe.prepare(Opcode.MSG_RING, fd, MsgRingCommand.MSG_DATA.bits(), value, userData);
    }

    @Override
    public void close() {
        int result = kernel.close(fd);
        assert result == 0 : result;
        arena.close();
    }

    private int send() {
        return kernel.register(-1, RegisterOp.SEND_MSG_RING.bits(), message, 1);
    }

    private static boolean isTransient(int result) {
        return result == Errno.ENOMEM.negative()
                || result == Errno.EAGAIN.negative()
                || result == Errno.EINTR.negative();
    }
}
