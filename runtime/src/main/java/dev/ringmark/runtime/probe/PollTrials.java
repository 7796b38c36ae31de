package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.SqeFlag;

/// Whether polls take their flags, and what a cancel matches; polls are what there is to cancel.
final class PollTrials {

    static final int POLLIN = 0x1;
    static final int POLLOUT = 0x4;
    private static final long RENAMED = 1L << 40;

    private PollTrials() {}

    static Support of(Trial trial, PollFlag flag) {
        return switch (flag) {
            case ADD_MULTI -> multishot(trial);
            case ADD_LEVEL -> level(trial);
            case UPDATE_EVENTS -> updateEvents(trial);
            case UPDATE_USER_DATA -> updateUserData(trial);
        };
    }

    static Support of(Trial trial, CancelFlag flag) {
        trial.needs(Opcode.ASYNC_CANCEL);
        return switch (flag) {
            case ALL -> cancelTwo(trial, flag);
            case ANY -> cancelTwo(trial, flag);
            case FD -> cancelByFd(trial, flag, flag.bits());
            case USERDATA -> cancelOne(trial, flag);
            case OP -> cancelOne(trial, flag);
            case FD_FIXED -> cancelByFixedFd(trial, flag);
        };
    }

    private static Support multishot(Trial trial) {
        TrialRing ring = trial.ring();
        int eventFd = trial.eventFd();
        trial.signal(eventFd);
        poll(ring, eventFd, POLLIN, PollFlag.ADD_MULTI.bits());
        Completion first = ring.complete();
        if (first.result() == POLLIN && !first.isFollowed()) {
            return trial.unsupported("the first event was the last");
        }
        return trial.judge("POLL_ADD with IORING_POLL_ADD_MULTI", first.result(), POLLIN);
    }

    /// On an fd that is not ready, so that a level that stays high cannot flood the CQ.
    private static Support level(Trial trial) {
        TrialRing ring = trial.ring();
        int eventFd = trial.eventFd();
        poll(ring, eventFd, POLLIN, PollFlag.ADD_MULTI.bits() | PollFlag.ADD_LEVEL.bits());
        long poll = ring.tag();
        ring.submit();
        ring.next(Opcode.POLL_REMOVE, -1, poll, 0, 0);
        ring.complete();
        return trial.judge(
                "POLL_ADD with IORING_POLL_ADD_LEVEL", ring.await(poll).result(), Errno.ECANCELED);
    }

    private static Support updateEvents(Trial trial) {
        TrialRing ring = trial.ring();
        poll(ring, trial.eventFd(), POLLIN, 0);
        long poll = ring.tag();
        ring.submit();
        ring.next(Opcode.POLL_REMOVE, -1, poll, PollFlag.UPDATE_EVENTS.bits(), 0)
                .operationFlags(POLLOUT);
        int result = ring.result();
        if (result == 0 && ring.await(poll).result() != POLLOUT) {
            return trial.unsupported("the poll was removed, not updated");
        }
        return trial.judge("POLL_REMOVE with IORING_POLL_UPDATE_EVENTS", result, 0);
    }

    private static Support updateUserData(Trial trial) {
        TrialRing ring = trial.ring();
        int eventFd = trial.eventFd();
        poll(ring, eventFd, POLLIN, 0);
        long poll = ring.tag();
        ring.submit();
        ring.next(Opcode.POLL_REMOVE, -1, poll, PollFlag.UPDATE_USER_DATA.bits(), RENAMED);
        int result = ring.result();
        if (result != 0) {
            return trial.judge("POLL_REMOVE with IORING_POLL_UPDATE_USER_DATA", result, 0);
        }
        trial.signal(eventFd);
        ring.flush();
        Completion old = ring.poll(poll);
        if (old != null) {
            return trial.unsupported(
                    "the poll ended under its old user_data, " + Errno.describe(old.result()));
        }
        ring.await(RENAMED);
        ring.forget(poll);
        return trial.supported();
    }

    /// Two polls with one user_data: a cancel that knows ALL or ANY counts both.
    private static Support cancelTwo(Trial trial, CancelFlag flag) {
        TrialRing ring = trial.ring();
        int eventFd = trial.eventFd();
        poll(ring, eventFd, POLLIN, 0);
        long tag = ring.tag();
        poll(ring, eventFd, POLLIN, 0).userData(tag);
        ring.forget(ring.tag());
        ring.submit();
        cancel(ring, -1, tag, flag.bits());
        int result = ring.result();
        if (result == 2) {
            ring.await(tag);
            ring.await(tag);
        } else {
            cancelRest(ring, tag);
        }
        return trial.judge(call(flag), result, 2);
    }

    private static void cancelRest(TrialRing ring, long tag) {
        for (int left = 0; left < 2; left++) {
            cancel(ring, -1, tag, 0);
            ring.complete();
            ring.await(tag);
        }
    }

    private static Support cancelByFd(Trial trial, CancelFlag flag, int flags) {
        TrialRing ring = trial.ring();
        int eventFd = trial.eventFd();
        poll(ring, eventFd, POLLIN, 0);
        ring.submit();
        cancel(ring, eventFd, 0, flags);
        return trial.judge(call(flag), ring.result(), 0);
    }

    private static Support cancelOne(Trial trial, CancelFlag flag) {
        TrialRing ring = trial.ring();
        poll(ring, trial.eventFd(), POLLIN, 0);
        long tag = ring.tag();
        ring.submit();
        if (flag == CancelFlag.OP) {
            ring.next(Opcode.ASYNC_CANCEL, -1, 0, Opcode.POLL_ADD.bits(), 0)
                    .operationFlags(flag.bits());
        } else {
            cancel(ring, -1, tag, flag.bits());
        }
        int result = ring.result();
        return result == Errno.ENOENT.negative()
                ? trial.unsupported(call(flag) + " is accepted, and does not find the request")
                : trial.judge(call(flag), result, 0);
    }

    private static Support cancelByFixedFd(Trial trial, CancelFlag flag) {
        TrialRing ring = trial.ring();
        int eventFd = trial.eventFd();
        FileTrials.registerFiles(trial, ring, eventFd);
        poll(ring, 0, POLLIN, 0).flag(SqeFlag.FIXED_FILE);
        ring.submit();
        cancel(ring, 0, 0, CancelFlag.FD.bits() | flag.bits());
        return trial.judge(call(flag), ring.result(), 0);
    }

    static Sqe poll(TrialRing ring, int fd, int events, int flags) {
        return ring.next(Opcode.POLL_ADD, fd, 0, flags, 0).operationFlags(events);
    }

    private static void cancel(TrialRing ring, int fd, long tag, int flags) {
        ring.next(Opcode.ASYNC_CANCEL, fd, tag, 0, 0).operationFlags(flags);
    }

    private static String call(CancelFlag flag) {
        return "ASYNC_CANCEL with " + flag.kernelName();
    }
}
