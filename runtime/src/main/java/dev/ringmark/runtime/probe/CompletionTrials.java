package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// Whether CQEs and the shared flags words show what they should when it happens.
final class CompletionTrials {

    private static final int SIZE = 16;
    private static final int IDLE_MS = 1;
    private static final int IDLE_ROUNDS = 200;
    private static final Duration ROUND = Duration.ofMillis(1);

    private CompletionTrials() {}

    static Support of(Trial trial, CqeFlag flag) {
        return switch (flag) {
            case BUFFER -> shows(trial, SocketTrials.receiveProvided(trial, null, 0), flag);
            case BUFFER_SHIFT -> {
                Completion received = SocketTrials.receiveProvided(trial, null, 0);
                yield received.bufferId() == BufferGroup.FIRST_ID
                        ? trial.supported()
                        : shows(trial, received, CqeFlag.BUFFER);
            }
            case MORE -> {
                TrialRing ring = trial.ring();
                int eventFd = trial.eventFd();
                trial.signal(eventFd);
                PollTrials.poll(ring, eventFd, PollTrials.POLLIN, PollFlag.ADD_MULTI.bits());
                yield shows(trial, ring.complete(), flag);
            }
            case SOCK_NONEMPTY -> {
                TrialRing ring = trial.ring();
                int[] pair = Sockets.tcpPair(trial, ring);
                yield shows(trial, receiveHalf(trial, ring, pair), flag);
            }
            case NOTIF -> {
                TrialRing ring = trial.ring();
                Completion sent = SocketTrials.sendZeroCopy(trial, ring, 0);
                yield sent.isFollowed()
                        ? shows(trial, ring.await(ring.tag()), flag)
                        : trial.judge("SEND_ZC", sent.result(), SIZE);
            }
            case BUF_MORE -> {
                trial.needs(BufferRingFlag.INC);
                yield shows(trial, BufferTrials.receiveHalf(trial), flag);
            }
            case CQE32 -> shows(trial, wideNop(mixedRing(trial)), flag);
            case SKIP -> skipAtWrap(trial);
            case TSTAMP_HW -> FileTrials.needsTimestampingCard(trial);
        };
    }

    private static Support shows(Trial trial, Completion completion, CqeFlag flag) {
        if (completion.has(flag)) {
            return trial.supported();
        }
        String answer =
                "the CQE is "
                        + Errno.describe(completion.result())
                        + ", flags 0x"
                        + Integer.toHexString(completion.flags());
        return completion.result() >= 0 || completion.result() == Errno.EINVAL.negative()
                ? trial.unsupported(answer)
                : trial.inconclusive(answer);
    }

    /// A receive of half of what is queued.
    static Completion receiveHalf(Trial trial, TrialRing ring, int[] pair) {
        trial.write(pair[1], SIZE);
        ring.next(Opcode.RECV, pair[0], trial.memory(SIZE).address(), SIZE / 2, 0);
        return ring.complete();
    }

    private static TrialRing mixedRing(Trial trial) {
        return trial.ownRing(RingOptions.entries(2).with(SetupFlag.CQE_MIXED));
    }

    private static Completion wideNop(TrialRing ring) {
        ring.next(Opcode.NOP, -1, 0, 0, 0).operationFlags(NopFlag.CQE32.bits());
        return ring.complete();
    }

    /// A wide CQE does not fit into the last slot, which the kernel fills and skips.
    private static Support skipAtWrap(Trial trial) {
        TrialRing ring = mixedRing(trial);
        RingMemory memory = ring.ring().memory();
        int last = memory.cqEntries() - 1;
        for (int index = 0; index < last; index++) {
            ring.next(Opcode.NOP, -1, 0, 0, 0);
            ring.complete();
        }
        Completion wide = wideNop(ring);
        int flags = memory.cqes().get(JAVA_INT, memory.cqeOffset(last) + CqeLayout.FLAGS);
        return trial.when(
                flags == CqeFlag.SKIP.bits() && wide.wide(),
                "the slot before the wrap has flags 0x" + Integer.toHexString(flags));
    }

    static Support of(Trial trial, RingFlag flag) {
        return switch (flag) {
            case CQ_EVENTFD_DISABLED -> eventFdDisabled(trial);
            case SQ_NEED_WAKEUP -> {
                Ring ring = trial.ownRing(RingOptions.entries(2).withSqThread(IDLE_MS)).ring();
                for (int round = 0; !ring.has(flag) && round < IDLE_ROUNDS; round++) {
                    ring.submitAndWait(1, ROUND);
                }
                yield ring.has(flag)
                        ? trial.supported()
                        : trial.inconclusive("the SQ thread did not go to sleep");
            }
            case SQ_CQ_OVERFLOW ->
                    trial.when(
                            overfilled(trial).ring().has(flag),
                            "the CQ is overfull, but the SQ's flags do not say so");
            case SQ_TASKRUN -> taskrun(trial);
        };
    }

    /// A ring whose CQ is full and whose overflow list is not empty.
    static TrialRing overfilled(Trial trial) {
        TrialRing ring = trial.ownRing(RingOptions.entries(2));
        for (int count = 0; count <= ring.ring().cqEntries(); count++) {
            ring.next(Opcode.NOP, -1, 0, 0, 0);
            ring.submit();
        }
        return ring;
    }

    private static Support taskrun(Trial trial) {
        TrialRing ring =
                trial.ownRing(
                        SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN, SetupFlag.TASKRUN_FLAG);
        int eventFd = trial.eventFd();
        PollTrials.poll(ring, eventFd, PollTrials.POLLIN, 0);
        ring.submit();
        trial.signal(eventFd);
        return trial.when(
                ring.ring().has(RingFlag.SQ_TASKRUN),
                "work is deferred, but the SQ's flags do not say so");
    }

    private static Support eventFdDisabled(Trial trial) {
        TrialRing ring = trial.ownRing();
        if (ring.ring().parameter(ParamsLayout.CQ_OFF_FLAGS) == 0) {
            return trial.unsupported("the CQ has no flags word: io_cqring_offsets.flags is 0");
        }
        int eventFd = trial.eventFd();
        trial.register(ring, RegisterOp.EVENTFD, trial.ints(eventFd), 1);
        MemorySegment count = trial.memory(Long.BYTES);
        ring.ring().memory().cqFlags(RingFlag.CQ_EVENTFD_DISABLED.bits());
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        ring.complete();
        int silent = trial.calls().read(eventFd, count);
        ring.ring().memory().cqFlags(0);
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        ring.complete();
        int loud = trial.calls().read(eventFd, count);
        return trial.when(
                silent == Errno.EAGAIN.negative() && loud == Long.BYTES,
                "the eventfd was signalled all the same");
    }
}
