package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.uapi.Opcode;

import java.util.EnumSet;
import java.util.Set;

/// How strongly an operation ties its file to the shard that has it (SPG-086).
public enum Affinity {
    /// Not at all: it has no file.
    NONE,
    /// The file's shard is preferred: reads, writes and all else, whose order nobody keeps.
    WEAK,
    /// While one is under way, and for the lease's time after it, the others follow, so that they
    /// keep their order: operations on sockets, and splices.
    STRONG,
    /// All others follow as long as it is under way: multishots.
    HARD;

    private static final Set<Opcode> STREAM =
            EnumSet.of(
                    Opcode.SENDMSG,
                    Opcode.RECVMSG,
                    Opcode.ACCEPT,
                    Opcode.CONNECT,
                    Opcode.SEND,
                    Opcode.RECV,
                    Opcode.SHUTDOWN,
                    Opcode.SEND_ZC,
                    Opcode.SENDMSG_ZC,
                    Opcode.BIND,
                    Opcode.LISTEN,
                    Opcode.SPLICE,
                    Opcode.TEE);

    private static final Set<Opcode> OF_ONE_RING =
            EnumSet.of(
                    Opcode.READ_FIXED,
                    Opcode.WRITE_FIXED,
                    Opcode.READV_FIXED,
                    Opcode.WRITEV_FIXED,
                    Opcode.POLL_REMOVE,
                    Opcode.TIMEOUT_REMOVE,
                    Opcode.LINK_TIMEOUT,
                    Opcode.ASYNC_CANCEL,
                    Opcode.FILES_UPDATE,
                    Opcode.FIXED_FD_INSTALL,
                    Opcode.PROVIDE_BUFFERS,
                    Opcode.REMOVE_BUFFERS);

    /// What an operation that is asked for once does to its file.
    static Affinity of(Opcode opcode, boolean hasFile) {
        if (!hasFile) {
            return NONE;
        }
        return STREAM.contains(opcode) ? STRONG : WEAK;
    }

    /// Whether it names what only one ring has, and so can't be sent to any.
    static boolean isOfOneRing(Opcode opcode) {
        return OF_ONE_RING.contains(opcode);
    }
}
