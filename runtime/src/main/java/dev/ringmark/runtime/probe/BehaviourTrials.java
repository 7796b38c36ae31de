package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.MessageHeaderLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.SocketAddressLayout;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SocketCommand;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.OptionalLong;

/// The trials of [Behaviour] that no constant's trial shows already.
final class BehaviourTrials {

    private static final int SIZE = 16;
    private static final int CAP_IPC_LOCK = 14;
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_SYS_NICE = 23;
    private static final int NO_RING = -1;
    private static final long LINK_TIMEOUT_NANOS = 100_000_000L;

    /// The largest table of kernels 5.5 to 5.14; what is larger is refused by any.
    private static final int FILES_MAX = 32_768;

    /// The largest ring, and less than its SQEs take.
    private static final int ENTRIES_MAX = 32_768;
    private static final long LARGEST_RING_SIZE = 2L << 20;

    private BehaviourTrials() {}

    // ---- privileges and limits

    static Support sqPollWithNice(Trial trial) {
        Capabilities own = Capabilities.of(trial);
        if (!own.isEffective(CAP_SYS_NICE)) {
            return trial.inconclusive("needs CAP_SYS_NICE");
        }
        return sqPollWithout(trial, own, CAP_SYS_ADMIN);
    }

    static Support sqPollWithoutCapability(Trial trial) {
        return sqPollWithout(trial, Capabilities.of(trial), CAP_SYS_ADMIN, CAP_SYS_NICE);
    }

    private static Support sqPollWithout(Trial trial, Capabilities own, int... dropped) {
        trial.needs(SetupFlag.SQPOLL);
        own.drop(dropped);
        int plain = setup(trial, 0);
        if (plain < 0) {
            return trial.inconclusive(
                    "without the capability no ring can be made: " + Errno.describe(plain));
        }
        int result = setup(trial, SetupFlag.SQPOLL.bits());
        return result == Errno.EPERM.negative()
                ? trial.unsupported("io_uring_setup(SQPOLL) returned -EPERM")
                : trial.judgeSuccess("io_uring_setup(SQPOLL)", result);
    }

    private static int setup(Trial trial, int flags) {
        MemorySegment params = trial.memory(ParamsLayout.SIZE);
        params.set(JAVA_INT, ParamsLayout.FLAGS, flags);
        return trial.setup(2, params);
    }

    static Support memoryCharge(Trial trial) {
        OptionalLong limit = trial.bench().files().softLimit("Max locked memory");
        if (limit.isEmpty() || limit.getAsLong() >= LARGEST_RING_SIZE) {
            return trial.inconclusive("needs RLIMIT_MEMLOCK below 2 MiB");
        }
        Capabilities.of(trial).drop(CAP_IPC_LOCK);
        int result = trial.kernel().setup(ENTRIES_MAX, trial.memory(ParamsLayout.SIZE));
        if (result >= 0) {
            trial.owned("io_uring_setup", result);
        }
        return result == Errno.ENOMEM.negative()
                ? trial.unsupported(
                        "a ring of "
                                + ENTRIES_MAX
                                + " entries is -ENOMEM under RLIMIT_MEMLOCK "
                                + limit.getAsLong())
                : trial.judgeSuccess("io_uring_setup(" + ENTRIES_MAX + ")", result);
    }

    static Support filesLimit(Trial trial) {
        OptionalLong limit = trial.bench().files().softLimit("Max open files");
        if (limit.isEmpty() || limit.getAsLong() >= FILES_MAX) {
            return trial.inconclusive("needs RLIMIT_NOFILE below " + FILES_MAX);
        }
        trial.needs(RegisterOp.PROBE);
        int[] empty = new int[(int) limit.getAsLong() + 1];
        Arrays.fill(empty, -1);
        int result =
                trial.ownRing().ring().register(RegisterOp.FILES, trial.ints(empty), empty.length);
        return result >= 0
                ? trial.unsupported("a table of " + empty.length + " files is taken")
                : trial.judge("IORING_REGISTER_FILES beyond the limit", result, Errno.EMFILE);
    }

    static Support fileExists(Trial trial, String path) {
        return trial.when(trial.bench().files().read(path) != null, path + " cannot be read");
    }

    static Support taskRestrictions(Trial trial) {
        int result =
                trial.kernel().register(NO_RING, RegisterOp.RESTRICTIONS.bits(), Trial.UNMAPPED, 1);
        // Nothing is restricted: the rules cannot be read, or may not be set.
        return result == Errno.EACCES.negative()
                ? trial.supported()
                : trial.judge(
                        "io_uring_register(-1, IORING_REGISTER_RESTRICTIONS)",
                        result,
                        Errno.EFAULT);
    }

    // ---- submission and overflow

    static Support badFdAtIssue(Trial trial) {
        TrialRing ring = trial.ring();
        ring.next(Opcode.READ, -1, trial.memory(SIZE).address(), SIZE, 0);
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        int submitted = ring.submit();
        return trial.when(submitted == 2, "of [read of a bad fd, NOP] one was submitted");
    }

    static Support busyOnOverflow(Trial trial) {
        trial.needs(FeatureBit.NODROP);
        TrialRing ring = CompletionTrials.overfilled(trial);
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        int submitted = ring.ring().submit();
        return submitted >= 0
                ? trial.unsupported("io_uring_enter with an overfull CQ returned " + submitted)
                : trial.judge("io_uring_enter with an overfull CQ", submitted, Errno.EBUSY);
    }

    static Support multishotEndsOnOverflow(Trial trial) {
        TrialRing ring = trial.ownRing(RingOptions.entries(2));
        int eventFd = trial.eventFd();
        PollTrials.poll(ring, eventFd, PollTrials.POLLIN, PollFlag.ADD_MULTI.bits());
        long poll = ring.tag();
        ring.submit();
        int fit = ring.ring().cqEntries();
        for (int event = 0; event < 2 * fit; event++) {
            trial.signal(eventFd);
            ring.flush();
        }
        int shots = 0;
        boolean isFollowed = true;
        for (int round = 0; round < 2; round++) {
            for (Completion shot = ring.poll(poll); shot != null; shot = ring.poll(poll)) {
                shots++;
                isFollowed = shot.isFollowed();
            }
            ring.flush();
        }
        return trial.when(
                shots == fit + 1 && !isFollowed,
                "a multishot poll posted " + shots + " CQEs into a CQ of " + fit);
    }

    /// Two tries: a thread that was not scheduled until the timeout looks like one that waited.
    static Support registerDoesNotWait(Trial trial) {
        trial.needs(Opcode.LINK_TIMEOUT);
        boolean returned = false;
        for (int attempt = 0; !returned && attempt < 2; attempt++) {
            returned = registerInFlight(trial);
        }
        return trial.when(returned, "the files were registered after the ring had become idle");
    }

    /// The request in flight has nothing to do with the files: one that uses a registered file may
    /// well hold up its unregistration, and does so up to 6.12.
    private static boolean registerInFlight(Trial trial) {
        TrialRing ring = trial.ownRing();
        PollTrials.poll(ring, trial.eventFd(), PollTrials.POLLIN, 0).flag(SqeFlag.IO_LINK);
        long poll = ring.tag();
        MemorySegment bound = trial.timespec(0, LINK_TIMEOUT_NANOS);
        ring.next(Opcode.LINK_TIMEOUT, -1, bound.address(), 1, 0);
        ring.submit();
        trial.register(ring, RegisterOp.FILES, trial.ints(trial.eventFd()), 1);
        trial.register(ring, RegisterOp.UNREGISTER_FILES, MemorySegment.NULL, 0);
        return ring.poll(poll) == null;
    }

    static Support messageToDeferred(Trial trial) {
        trial.needs(Opcode.MSG_RING);
        return MessageTrials.arrives(
                trial, trial.ownRing(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN));
    }

    /// A wait with a minimum; without it, the field is padding that must be 0.
    static Support minWait(Trial trial) {
        trial.needs(FeatureBit.EXT_ARG);
        MemorySegment argument = trial.memory(WaitArgumentLayout.SIZE);
        argument.set(JAVA_INT, WaitArgumentLayout.MIN_WAIT_USEC, 1);
        argument.set(JAVA_LONG, WaitArgumentLayout.TS, trial.timespec(0, 0).address());
        int flags = EnterFlag.GETEVENTS.bits() | EnterFlag.EXT_ARG.bits();
        return trial.judge(
                "io_uring_enter with min_wait_usec",
                trial.ring().ring().enter(0, 1, flags, argument, WaitArgumentLayout.SIZE),
                Errno.ETIME);
    }

    // ---- files

    static Support currentPosition(Trial trial) {
        TrialRing ring = trial.ring();
        int file = trial.file(SIZE);
        MemorySegment buffer = trial.memory(SIZE);
        ring.next(Opcode.READ, file, buffer.address(), SIZE, -1);
        int first = ring.result();
        if (first != SIZE) {
            return trial.judge("READ at offset -1", first, SIZE);
        }
        ring.next(Opcode.READ, file, buffer.address(), SIZE, -1);
        int second = ring.result();
        return trial.when(second == 0, "a second READ at offset -1 returned " + second);
    }

    static Support ringFdAsFile(Trial trial) {
        TrialRing ring = trial.ownRing();
        MemorySegment fds = trial.ints(trial.ring().ring().fd());
        int result = ring.ring().register(RegisterOp.FILES, fds, 1);
        return result >= 0
                ? trial.unsupported("a ring's fd is taken as a fixed file")
                : trial.judge("IORING_REGISTER_FILES of a ring", result, Errno.EBADF);
    }

    static Support commandOnIoPoll(Trial trial) {
        trial.needs(SocketCommand.SIOCOUTQ);
        TrialRing ring = trial.ownRing(SetupFlag.IOPOLL);
        int command = SocketCommand.SIOCOUTQ.bits();
        ring.next(Opcode.URING_CMD, Sockets.udp(trial), 0, 0, command);
        int result = ring.result();
        return result == Errno.EOPNOTSUPP.negative()
                ? trial.unsupported("URING_CMD on an IOPOLL ring returned -EOPNOTSUPP")
                : trial.judgeSuccess("URING_CMD on an IOPOLL ring", result);
    }

    // ---- sockets

    static Support unixNonEmpty(Trial trial) {
        Completion half = CompletionTrials.receiveHalf(trial, trial.ring(), trial.socketPair());
        return trial.when(
                half.has(CqeFlag.SOCK_NONEMPTY),
                "half of what is queued is received without IORING_CQE_F_SOCK_NONEMPTY");
    }

    static Support multishotCap(Trial trial) {
        trial.needs(RecvSendFlag.RECV_MULTISHOT);
        Completion capped = SocketTrials.receiveProvided(trial, RecvSendFlag.RECV_MULTISHOT, SIZE);
        return trial.judge("multishot RECV with optlen", capped.result(), SIZE);
    }

    static Support sendToAddress(Trial trial) {
        TrialRing ring = trial.ring();
        int socket = Sockets.udp(trial);
        MemorySegment own = Sockets.bindToLoopback(trial, socket);
        MemorySegment data = trial.memory(SIZE);
        ring.next(Opcode.SEND, socket, data.address(), SIZE, own.address())
                .fileIndex((int) SocketAddressLayout.SIZE); // addr_len, its lower half
        int result = ring.result();
        return result == Errno.EDESTADDRREQ.negative()
                ? trial.unsupported("SEND ignores the address: -EDESTADDRREQ")
                : trial.judge("SEND with an address", result, SIZE);
    }

    static Support vectoredFixedZeroCopy(Trial trial) {
        trial.needs(Opcode.SENDMSG_ZC);
        TrialRing ring = trial.ring();
        MemorySegment buffer = trial.memory(SIZE);
        FileTrials.registerBuffer(trial, ring, buffer);
        MemorySegment message = trial.memory(MessageHeaderLayout.SIZE);
        message.set(JAVA_LONG, MessageHeaderLayout.MSG_IOV, trial.iovec(buffer).address());
        message.set(JAVA_LONG, MessageHeaderLayout.MSG_IOVLEN, 1);
        ring.next(Opcode.SENDMSG_ZC, Sockets.udpEcho(trial), message.address(), 1, 0)
                .ioPriority(RecvSendFlag.RECVSEND_FIXED_BUF.bits());
        return trial.judge("SENDMSG_ZC with IORING_RECVSEND_FIXED_BUF", ring.result(), SIZE);
    }

    static Support socketOptions(Trial trial) {
        Support get = trial.same(SocketCommand.GETSOCKOPT);
        return get instanceof Supported ? trial.same(SocketCommand.SETSOCKOPT) : get;
    }
}
