package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UringCommandFlag;
import java.lang.foreign.MemorySegment;

/// Whether NOPs, commands and operations on files take their flags and special values.
final class FileTrials {

    private static final int AT_FDCWD = -100;
    private static final int F_GETFD = 1;
    private static final int FD_CLOEXEC = 1;
    private static final int SIZE = 16;
    private static final int INJECTED = 17;
    private static final long NO_SUCH_COMMAND = 0x7fff;
    private static final int NO_SUCH_FLAG = 1 << 14;

    private FileTrials() {}

    static Support of(Trial trial, OperationOption option) {
        return switch (option) {
            case FSYNC_DATASYNC -> {
                TrialRing ring = trial.ring();
                ring.next(Opcode.FSYNC, trial.file(0), 0, 0, 0).operationFlags(option.bits());
                yield trial.judge("FSYNC with IORING_FSYNC_DATASYNC", ring.result(), 0);
            }
            case FIXED_FD_NO_CLOEXEC -> installWithoutCloexec(trial);
            case RW_ATTR_FLAG_PI -> protectionInformation(trial);
            case SPLICE_F_FD_IN_FIXED -> spliceFromFixed(trial);
            case FILE_INDEX_ALLOC -> allocateSlot(trial);
            case NOTIF_USAGE_ZC_COPIED -> notifiedCopy(trial);
            case TIMESTAMP_TYPE_SHIFT -> {
                Completion stamp = SocketTrials.timestamp(trial);
                int type = stamp.flags() >>> option.bits();
                yield stamp.result() < 0
                        ? trial.unsupported(
                                "TX_TIMESTAMP returned " + Errno.describe(stamp.result()))
                        : trial.when(type == 1, "the stamp of a queued packet has type " + type);
            }
            case TIMESTAMP_HW_SHIFT -> needsTimestampingCard(trial);
        };
    }

    static Support needsTimestampingCard(Trial trial) {
        return trial.inconclusive("needs a network card that takes time stamps");
    }

    /// One slot, filled with an fd that installing makes an ordinary one again.
    private static Support installWithoutCloexec(Trial trial) {
        TrialRing ring = trial.ring();
        registerFiles(trial, ring, trial.eventFd());
        ring.next(Opcode.FIXED_FD_INSTALL, 0, 0, 0, 0)
                .flag(SqeFlag.FIXED_FILE)
                .operationFlags(OperationOption.FIXED_FD_NO_CLOEXEC.bits());
        int fd = ring.result();
        if (fd < 0) {
            return trial.judgeSuccess("FIXED_FD_INSTALL with IORING_FIXED_FD_NO_CLOEXEC", fd);
        }
        trial.owned("FIXED_FD_INSTALL", fd);
        int flags = trial.require("fcntl(F_GETFD)", trial.calls().fcntl(fd, F_GETFD, 0));
        return trial.when((flags & FD_CLOEXEC) == 0, "the installed fd is O_CLOEXEC");
    }

    /// A kernel that knows attributes reads them; older ones read the file.
    private static Support protectionInformation(Trial trial) {
        TrialRing ring = trial.ring();
        MemorySegment buffer = trial.memory(SIZE);
        Sqe sqe =
                ring.next(Opcode.READ, trial.file(SIZE), buffer.address(), SIZE, 0)
                        .address3(Trial.UNMAPPED.address());
        sqe.bytes().set(JAVA_LONG, SqeLayout.PAD2, OperationOption.RW_ATTR_FLAG_PI.value());
        int result = ring.result();
        return result >= 0
                ? trial.unsupported("READ ignores the attribute")
                : trial.judge("READ with an unmapped attribute", result, Errno.EFAULT);
    }

    private static Support spliceFromFixed(Trial trial) {
        TrialRing ring = trial.ring();
        int[] from = trial.pipe();
        int[] to = trial.pipe();
        trial.write(from[1], SIZE);
        registerFiles(trial, ring, from[0]);
        ring.next(Opcode.SPLICE, to[1], -1, SIZE, -1)
                .fileIndex(0)
                .operationFlags(OperationOption.SPLICE_F_FD_IN_FIXED.bits());
        return trial.judge("SPLICE with SPLICE_F_FD_IN_FIXED", ring.result(), SIZE);
    }

    private static Support allocateSlot(Trial trial) {
        TrialRing ring = trial.ring();
        registerFiles(trial, ring, -1);
        int slot = open(trial, ring, OperationOption.FILE_INDEX_ALLOC.bits());
        if (slot > 0) {
            trial.owned("OPENAT", slot);
            return trial.unsupported("OPENAT ignores the slot and opens an ordinary fd");
        }
        return trial.judge("OPENAT with IORING_FILE_INDEX_ALLOC", slot, 0);
    }

    /// Opens the root folder into a slot.
    ///
    /// @param slot the slot plus 1, or IORING_FILE_INDEX_ALLOC
    /// @return the result, an ordinary fd on kernels that know no slots
    static int open(Trial trial, TrialRing ring, int slot) {
        ring.next(Opcode.OPENAT, AT_FDCWD, trial.text("/").address(), 0, 0).fileIndex(slot);
        return ring.result();
    }

    private static Support notifiedCopy(Trial trial) {
        TrialRing ring = trial.ring();
        int flag = RecvSendFlag.SEND_ZC_REPORT_USAGE.bits();
        Completion sent = SocketTrials.sendZeroCopy(trial, ring, flag);
        if (!sent.isFollowed()) {
            return trial.judge("SEND_ZC with IORING_SEND_ZC_REPORT_USAGE", sent.result(), SIZE);
        }
        int usage = ring.await(ring.tag()).result();
        return usage == OperationOption.NOTIF_USAGE_ZC_COPIED.bits()
                ? trial.supported()
                : trial.inconclusive(
                        "the notification reports " + usage + ": nothing was copied on loopback");
    }

    // ---- NOP

    /// Every flag goes with INJECT_RESULT, whose result shows that flags are looked at.
    static Support of(Trial trial, NopFlag flag) {
        TrialRing ring = trial.ring();
        return switch (flag) {
            case INJECT_RESULT -> {
                int result = nop(ring, -1, 0);
                yield result == 0
                        ? trial.unsupported("NOP ignores its flags")
                        : trial.judge(call(flag), result, INJECTED);
            }
            case TW -> honoured(trial, flag, nop(ring, -1, flag.bits()), INJECTED);
            case FILE -> honoured(trial, flag, nop(ring, -1, flag.bits()), Errno.EBADF.negative());
            case FIXED_FILE -> {
                registerFiles(trial, ring, trial.eventFd());
                int flags = NopFlag.FILE.bits() | flag.bits();
                yield honoured(trial, flag, nop(ring, 0, flags), INJECTED);
            }
            case FIXED_BUFFER ->
                    honoured(trial, flag, nop(ring, -1, flag.bits()), Errno.EFAULT.negative());
            case CQE32 -> wideNop(trial);
        };
    }

    private static Support honoured(Trial trial, NopFlag flag, int result, int expected) {
        return result == 0
                ? trial.unsupported("NOP ignores its flags")
                : trial.judge(call(flag), result, expected);
    }

    private static int nop(TrialRing ring, int fd, int flags) {
        ring.next(Opcode.NOP, fd, 0, INJECTED, 0)
                .operationFlags(NopFlag.INJECT_RESULT.bits() | flags);
        return ring.result();
    }

    private static Support wideNop(Trial trial) {
        TrialRing ring = trial.ownRing(SetupFlag.CQE32);
        return honoured(trial, NopFlag.CQE32, nop(ring, -1, NopFlag.CQE32.bits()), INJECTED);
    }

    private static String call(NopFlag flag) {
        return "NOP with " + flag.kernelName();
    }

    // ---- URING_CMD

    static Support of(Trial trial, UringCommandFlag flag) {
        return switch (flag) {
            case FIXED -> commandWithFixedBuffer(trial);
            case MULTISHOT -> commandMultishot(trial);
            case POLLED -> trial.inconclusive("a bit of the kernel's own, refused from user space");
        };
    }

    /// A command that no socket has, with a buffer: a kernel that knows the flag looks for one.
    private static Support commandWithFixedBuffer(Trial trial) {
        TrialRing ring = trial.ring();
        int socket = Sockets.udp(trial);
        int unknown = command(ring, socket, NO_SUCH_FLAG, false);
        int result = command(ring, socket, UringCommandFlag.FIXED.bits(), false);
        if (unknown != Errno.EINVAL.negative()) {
            return trial.unsupported(
                    "URING_CMD ignores its flags: one that no kernel has is taken");
        }
        return trial.judgeKnown("URING_CMD with IORING_URING_CMD_FIXED", result);
    }

    /// Since it is known, a buffer group is -EINVAL without it; before, -EOPNOTSUPP.
    private static Support commandMultishot(Trial trial) {
        TrialRing ring = trial.ring();
        int socket = Sockets.udp(trial);
        int without = command(ring, socket, 0, true);
        int with = command(ring, socket, UringCommandFlag.MULTISHOT.bits(), true);
        boolean isKnown = without == Errno.EINVAL.negative() && with != Errno.EINVAL.negative();
        return trial.when(
                isKnown,
                "URING_CMD with a buffer group returned "
                        + Errno.describe(without)
                        + ", with IORING_URING_CMD_MULTISHOT "
                        + Errno.describe(with));
    }

    private static int command(TrialRing ring, int socket, int flags, boolean selectBuffer) {
        Sqe sqe = ring.next(Opcode.URING_CMD, socket, 0, 0, NO_SUCH_COMMAND).operationFlags(flags);
        if (selectBuffer) {
            sqe.flag(SqeFlag.BUFFER_SELECT);
        }
        return ring.result();
    }

    // ---- tables

    /// A table of files on a shared ring, for the time of the trial.
    static void registerFiles(Trial trial, TrialRing ring, int... fds) {
        trial.register(ring, RegisterOp.FILES, trial.ints(fds), fds.length);
        trial.atEnd(() -> undo(trial, ring, RegisterOp.UNREGISTER_FILES));
    }

    /// One registered buffer on a shared ring, for the time of the trial.
    static void registerBuffer(Trial trial, TrialRing ring, MemorySegment buffer) {
        trial.register(ring, RegisterOp.BUFFERS, trial.iovec(buffer), 1);
        trial.atEnd(() -> undo(trial, ring, RegisterOp.UNREGISTER_BUFFERS));
    }

    /// Not while something is in flight, which kernels before 5.13 would wait for.
    private static void undo(Trial trial, TrialRing ring, RegisterOp inverse) {
        if (ring.isSettled() && ring.ring().register(inverse, MemorySegment.NULL, 0) < 0) {
            trial.bench().abandon(ring);
        }
    }
}
