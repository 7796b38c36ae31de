package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// Who runs which opcode. What is missing here answers as if it were built out of the kernel:
/// -EOPNOTSUPP, and not listed by PROBE.
final class Operations {

    private static final Operations ALL = new Operations();

    private final @Nullable Operation[] byOpcode = new Operation[256];

    private Operations() {
        put(new NopOperation(), Opcode.NOP);
        put(new TimeoutOperation(), Opcode.TIMEOUT);
        put(new TimeoutRemoval(), Opcode.TIMEOUT_REMOVE);
        put(new LinkTimeout(), Opcode.LINK_TIMEOUT);
        put(new CancelOperation(), Opcode.ASYNC_CANCEL);
        put(new PollOperation(), Opcode.POLL_ADD);
        put(new PollRemoval(), Opcode.POLL_REMOVE);
        put(new ReadOperation(), Opcode.READ, Opcode.READV, Opcode.READ_FIXED);
        put(new ReadOperation(), Opcode.READV_FIXED, Opcode.READ_MULTISHOT);
        put(new WriteOperation(), Opcode.WRITE, Opcode.WRITEV, Opcode.WRITE_FIXED);
        put(new WriteOperation(), Opcode.WRITEV_FIXED);
        put(new FileOperation(), Opcode.FSYNC, Opcode.FTRUNCATE, Opcode.FIXED_FD_INSTALL);
        put(new OpenOperation(), Opcode.OPENAT, Opcode.SOCKET, Opcode.PIPE);
        put(new CloseOperation(), Opcode.CLOSE, Opcode.FILES_UPDATE);
        put(new SocketOperation(), Opcode.SHUTDOWN, Opcode.BIND, Opcode.LISTEN);
        put(new ConnectOperation(), Opcode.CONNECT);
        put(new AcceptOperation(), Opcode.ACCEPT);
        put(new SendOperation(), Opcode.SEND, Opcode.SENDMSG, Opcode.SEND_ZC, Opcode.SENDMSG_ZC);
        put(new ReceiveOperation(), Opcode.RECV, Opcode.RECVMSG);
        put(new BuffersOperation(), Opcode.PROVIDE_BUFFERS, Opcode.REMOVE_BUFFERS);
        put(new MessageOperation(), Opcode.MSG_RING);
        put(new FutexOperation(), Opcode.FUTEX_WAIT, Opcode.FUTEX_WAKE);
    }

    static Operations all() {
        return ALL;
    }

    /// Who runs an opcode, or null.
    @Nullable Operation of(int opcode) {
        return byOpcode[opcode];
    }

    private void put(Operation operation, Opcode... opcodes) {
        for (Opcode opcode : opcodes) {
            byOpcode[opcode.bits()] = operation;
        }
    }
}
