package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.SocketAddressLayout;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SocketCommand;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Whether accepts, sends, receives and socket commands take their flags.
final class SocketTrials {

    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_RCVLOWAT = 18;
    private static final int SO_TIMESTAMPING = 37;

    /// TX_SCHED|SOFTWARE|OPT_ID|OPT_TSONLY of linux/net_tstamp.h: when a packet was queued, without
    /// the packet.
    private static final int TIMESTAMP_SCHEDULED_ONLY = 0x100 | 0x10 | 0x80 | 0x800;

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;

    /// A bit of `sqe->ioprio` that no release has: where it is accepted, the field is ignored.
    private static final int NO_SUCH_FLAG = 1 << 14;

    private static final int SIZE = 16;

    private SocketTrials() {}

    static Support of(Trial trial, AcceptFlag flag) {
        return switch (flag) {
            case MULTISHOT -> acceptMultishot(trial);
            case DONTWAIT -> {
                TrialRing ring = trial.ring();
                accept(ring, Sockets.unixListener(trial), flag);
                yield trial.judge(
                        "ACCEPT with IORING_ACCEPT_DONTWAIT", ring.result(), Errno.EAGAIN);
            }
            case POLL_FIRST -> {
                TrialRing ring = trial.ring();
                Sockets.Listener listener = Sockets.unixListener(trial);
                listener.knock(trial);
                accept(ring, listener, flag);
                yield accepted(trial, "ACCEPT with IORING_ACCEPT_POLL_FIRST", ring.result());
            }
        };
    }

    private static Support acceptMultishot(Trial trial) {
        TrialRing ring = trial.ring();
        Sockets.Listener listener = Sockets.unixListener(trial);
        listener.knock(trial);
        accept(ring, listener, AcceptFlag.MULTISHOT);
        Completion first = ring.complete();
        Support accepted = accepted(trial, "ACCEPT with IORING_ACCEPT_MULTISHOT", first.result());
        return first.result() >= 0 && !first.isFollowed()
                ? trial.unsupported("the first connection was the last")
                : accepted;
    }

    private static void accept(TrialRing ring, Sockets.Listener listener, AcceptFlag flag) {
        ring.next(Opcode.ACCEPT, listener.fd(), 0, 0, 0)
                .operationFlags(SOCK_CLOEXEC)
                .ioPriority(flag.bits());
    }

    private static Support accepted(Trial trial, String call, int result) {
        if (result >= 0) {
            trial.owned(call, result);
        }
        return trial.judgeSuccess(call, result);
    }

    static Support of(Trial trial, RecvSendFlag flag) {
        return switch (flag) {
            case RECVSEND_POLL_FIRST -> receiveWith(trial, flag);
            case RECV_MULTISHOT -> {
                Completion first = receiveProvided(trial, flag, 0);
                yield first.result() == SIZE && !first.isFollowed()
                        ? trial.unsupported("the first receive was the last")
                        : trial.judge("RECV with " + flag.kernelName(), first.result(), SIZE);
            }
            case RECVSEND_BUNDLE -> {
                Completion all = receiveBundle(trial);
                // A bundle may be short: then it must be the flag that was not refused.
                yield all.result() == SIZE / 2
                        ? receiveWith(trial, RecvSendFlag.RECVSEND_POLL_FIRST)
                        : trial.judge("RECV with " + flag.kernelName(), all.result(), SIZE);
            }
            case RECVSEND_FIXED_BUF -> sendFixed(trial);
            case SEND_ZC_REPORT_USAGE -> {
                Completion sent = sendZeroCopy(trial, trial.ring(), flag.bits());
                yield trial.judge("SEND_ZC with " + flag.kernelName(), sent.result(), SIZE);
            }
            case SEND_VECTORIZED -> sendVectorized(trial);
        };
    }

    /// A receive of what is there, with a flag, when flags are looked at at all.
    private static Support receiveWith(Trial trial, RecvSendFlag flag) {
        TrialRing ring = trial.ring();
        int[] pair = trial.socketPair();
        MemorySegment buffer = trial.memory(SIZE);
        trial.write(pair[1], SIZE);
        ring.next(Opcode.RECV, pair[0], buffer.address(), SIZE, 0).ioPriority(NO_SUCH_FLAG);
        if (ring.result() >= 0) {
            return trial.unsupported(
                    "RECV ignores sqe->ioprio: it takes a flag that no kernel has");
        }
        ring.next(Opcode.RECV, pair[0], buffer.address(), SIZE, 0).ioPriority(flag.bits());
        return trial.judge("RECV with " + flag.kernelName(), ring.result(), SIZE);
    }

    /// A receive of 16 bytes into a buffer that the kernel chooses, provided the way of 5.7; its
    /// first completion.
    ///
    /// @param flag how, or null
    /// @param cap what a multishot may receive at a time, 0 for no cap
    static Completion receiveProvided(Trial trial, @Nullable RecvSendFlag flag, int cap) {
        trial.needs(Opcode.PROVIDE_BUFFERS);
        TrialRing ring = trial.ownRing();
        MemorySegment buffer = trial.memory(SIZE);
        ring.next(Opcode.PROVIDE_BUFFERS, 1, buffer.address(), SIZE, BufferGroup.FIRST_ID)
                .bufferIndex(BufferGroup.ID);
        trial.require("PROVIDE_BUFFERS", ring.result());
        int[] pair = trial.socketPair();
        trial.write(pair[1], SIZE);
        ring.next(Opcode.RECV, pair[0], 0, 0, 0)
                .ioPriority(flag == null ? 0 : flag.bits())
                .fileIndex(cap)
                .bufferGroup(BufferGroup.ID);
        return ring.complete();
    }

    /// A receive of 16 bytes into two buffers of 8.
    private static Completion receiveBundle(Trial trial) {
        TrialRing ring = trial.ownRing();
        BufferGroup group = BufferGroup.of(trial, ring, 0, 2, SIZE / 2);
        int[] pair = trial.socketPair();
        trial.write(pair[1], SIZE);
        ring.next(Opcode.RECV, pair[0], 0, 0, 0)
                .ioPriority(RecvSendFlag.RECVSEND_BUNDLE.bits())
                .bufferGroup(group.id());
        return ring.complete();
    }

    /// A zero-copy send over UDP to itself; its notification is awaited as well.
    static Completion sendZeroCopy(Trial trial, TrialRing ring, int flags) {
        int socket = Sockets.udpEcho(trial);
        MemorySegment buffer = trial.memory(SIZE);
        Completion sent;
        do { // what is sent is charged to RLIMIT_MEMLOCK, where closed rings are still
            ring.next(Opcode.SEND_ZC, socket, buffer.address(), SIZE, 0).ioPriority(flags);
            sent = ring.complete();
        } while (trial.bench().mayComeFree(sent.result()));
        return sent;
    }

    private static Support sendFixed(Trial trial) {
        TrialRing ring = trial.ring();
        MemorySegment buffer = trial.memory(SIZE);
        FileTrials.registerBuffer(trial, ring, buffer);
        int socket = Sockets.udpEcho(trial);
        ring.next(Opcode.SEND_ZC, socket, buffer.address(), SIZE, 0)
                .ioPriority(RecvSendFlag.RECVSEND_FIXED_BUF.bits());
        return trial.judge("SEND_ZC with IORING_RECVSEND_FIXED_BUF", ring.result(), SIZE);
    }

    private static Support sendVectorized(Trial trial) {
        TrialRing ring = trial.ring();
        int[] pair = trial.socketPair();
        MemorySegment iovec = trial.iovec(trial.memory(SIZE));
        ring.next(Opcode.SEND, pair[1], iovec.address(), 1, 0)
                .ioPriority(RecvSendFlag.SEND_VECTORIZED.bits());
        int result = ring.result();
        return result == 1
                ? trial.unsupported("the iovec was sent as data")
                : trial.judge("SEND with IORING_SEND_VECTORIZED", result, SIZE);
    }

    // ---- socket commands

    static Support of(Trial trial, SocketCommand command) {
        String call = "URING_CMD with " + command.kernelName();
        MemorySegment value = trial.memory(SIZE);
        value.set(JAVA_INT, 0, (int) SocketAddressLayout.SIZE);
        TrialRing ring = trial.ring();
        return switch (command) {
            case SIOCINQ, SIOCOUTQ -> {
                ring.next(Opcode.URING_CMD, Sockets.udp(trial), 0, 0, command.bits());
                yield command(trial, call, ring.result());
            }
            case GETSOCKOPT -> {
                option(ring, Sockets.udp(trial), command, SO_TYPE, value);
                int result = ring.result();
                yield result >= 0 && value.get(JAVA_INT, 0) != SOCK_DGRAM
                        ? trial.inconclusive(call + " succeeded, but read no type")
                        : command(trial, call, result);
            }
            case SETSOCKOPT -> {
                option(ring, Sockets.udp(trial), command, SO_RCVLOWAT, value);
                yield command(trial, call, ring.result());
            }
            case GETSOCKNAME -> {
                MemorySegment address = trial.memory(SocketAddressLayout.SIZE);
                ring.next(
                                Opcode.URING_CMD,
                                Sockets.udp(trial),
                                address.address(),
                                0,
                                command.bits())
                        .address3(value.address());
                yield command(trial, call, ring.result());
            }
            case TX_TIMESTAMP -> {
                Completion stamp = timestamp(trial);
                yield command(trial, call, stamp.result());
            }
        };
    }

    /// What a send to itself over UDP leaves behind for who asked when it was queued.
    static Completion timestamp(Trial trial) {
        trial.needs(SocketCommand.SETSOCKOPT);
        TrialRing ring = trial.ownRing(SetupFlag.CQE32);
        int socket = Sockets.udpEcho(trial);
        MemorySegment wanted = trial.ints(TIMESTAMP_SCHEDULED_ONLY);
        option(ring, socket, SocketCommand.SETSOCKOPT, SO_TIMESTAMPING, wanted);
        trial.require("setsockopt(SO_TIMESTAMPING)", ring.result());
        trial.write(socket, SIZE);
        ring.next(Opcode.URING_CMD, socket, 0, 0, SocketCommand.TX_TIMESTAMP.bits());
        return ring.complete();
    }

    /// Level and name share `sqe->addr`; the length lies in `optlen`, the value in `optval`.
    private static void option(
            TrialRing ring, int socket, SocketCommand command, int name, MemorySegment value) {
        long levelAndName = (long) name << Integer.SIZE | SOL_SOCKET;
        ring.next(Opcode.URING_CMD, socket, levelAndName, 0, command.bits())
                .fileIndex(Integer.BYTES)
                .address3(value.address());
    }

    /// -EOPNOTSUPP is what a kernel says of a socket command that it does not know.
    private static Support command(Trial trial, String call, int result) {
        return result == Errno.EOPNOTSUPP.negative()
                ? trial.unsupported(call + " returned -EOPNOTSUPP")
                : trial.judgeSuccess(call, result);
    }
}
