package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.lang.foreign.MemorySegment;

/// Whether a timeout may carry a flag, and whether the flag does something.
final class TimeoutTrials {

    private static final long HOUR = 3600;
    private static final long MILLISECOND = 1_000_000L;
    private static final int LINK_TIMEOUT_ARGUMENT_SIZE = 1;

    private TimeoutTrials() {}

    static Support of(Trial trial, TimeoutFlag flag) {
        return switch (flag) {
            // In the past, or at once, on every clock.
            case ABS, BOOTTIME, REALTIME -> {
                TrialRing ring = trial.ring();
                timeout(trial, ring, 0, 0).operationFlags(flag.bits());
                yield trial.judge(call(flag), ring.result(), Errno.ETIME);
            }
            case UPDATE -> update(trial);
            case LINK_TIMEOUT_UPDATE -> linkUpdate(trial);
            case ETIME_SUCCESS -> etimeSuccess(trial);
            case MULTISHOT -> multishot(trial);
            case IMMEDIATE_ARG -> immediate(trial);
        };
    }

    /// A timeout moved from an hour to now fires.
    private static Support update(Trial trial) {
        TrialRing ring = trial.ring();
        timeout(trial, ring, HOUR, 0);
        long target = ring.tag();
        ring.submit();
        remove(ring, target, trial.timespec(0, 0), TimeoutFlag.UPDATE.bits());
        int result = ring.result();
        if (result == 0 && ring.await(target).result() != Errno.ETIME.negative()) {
            return trial.inconclusive("TIMEOUT_REMOVE said 0, but the timeout did not fire");
        }
        return trial.judge(call(TimeoutFlag.UPDATE), result, 0);
    }

    /// A linked timeout moved from an hour to now cancels its target.
    private static Support linkUpdate(Trial trial) {
        TrialRing ring = trial.ring();
        int[] pipe = trial.pipe();
        MemorySegment buffer = trial.memory(Long.BYTES);
        ring.next(Opcode.READ, pipe[0], buffer.address(), Long.BYTES, 0).flag(SqeFlag.IO_LINK);
        ring.next(
                Opcode.LINK_TIMEOUT,
                -1,
                trial.timespec(HOUR, 0).address(),
                LINK_TIMEOUT_ARGUMENT_SIZE,
                0);
        long target = ring.tag();
        ring.submit();
        int flags = TimeoutFlag.UPDATE.bits() | TimeoutFlag.LINK_TIMEOUT_UPDATE.bits();
        remove(ring, target, trial.timespec(0, 0), flags);
        int result = ring.result();
        if (result == 0 && ring.await(target).result() != Errno.ETIME.negative()) {
            return trial.inconclusive("TIMEOUT_REMOVE said 0, but the link timeout did not fire");
        }
        return trial.judge(call(TimeoutFlag.LINK_TIMEOUT_UPDATE), result, 0);
    }

    /// A chain goes on after a timeout that fired.
    private static Support etimeSuccess(Trial trial) {
        TrialRing ring = trial.ring();
        timeout(trial, ring, 0, 0)
                .operationFlags(TimeoutFlag.ETIME_SUCCESS.bits())
                .flag(SqeFlag.IO_LINK);
        long timeout = ring.tag();
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        int next = ring.result();
        int result = ring.await(timeout).result();
        return result == Errno.ETIME.negative() && next != 0
                ? trial.unsupported("the chain was broken: its NOP is " + Errno.describe(next))
                : trial.judge(call(TimeoutFlag.ETIME_SUCCESS), result, Errno.ETIME);
    }

    /// Two shots of a repeated timeout.
    private static Support multishot(Trial trial) {
        TrialRing ring = trial.ring();
        ring.next(Opcode.TIMEOUT, -1, trial.timespec(0, MILLISECOND / 10).address(), 1, 2)
                .operationFlags(TimeoutFlag.MULTISHOT.bits());
        Completion first = ring.complete();
        if (first.result() == Errno.ETIME.negative() && !first.isFollowed()) {
            return trial.unsupported("the first shot was the last");
        }
        return trial.judge(call(TimeoutFlag.MULTISHOT), first.result(), Errno.ETIME);
    }

    /// Nanoseconds in `addr`; older kernels refuse the flag, or take the number for a pointer.
    private static Support immediate(Trial trial) {
        TrialRing ring = trial.ring();
        ring.next(Opcode.TIMEOUT, -1, MILLISECOND / 10, 1, 0)
                .operationFlags(TimeoutFlag.IMMEDIATE_ARG.bits());
        int result = ring.result();
        return result == Errno.EFAULT.negative()
                ? trial.unsupported("the time was taken for a pointer: -EFAULT")
                : trial.judge(call(TimeoutFlag.IMMEDIATE_ARG), result, Errno.ETIME);
    }

    private static String call(TimeoutFlag flag) {
        return "a timeout with " + flag.kernelName();
    }

    private static Sqe timeout(Trial trial, TrialRing ring, long seconds, long nanos) {
        return ring.next(Opcode.TIMEOUT, -1, trial.timespec(seconds, nanos).address(), 1, 0);
    }

    private static void remove(TrialRing ring, long target, MemorySegment time, int flags) {
        ring.next(Opcode.TIMEOUT_REMOVE, -1, target, 0, time.address()).operationFlags(flags);
    }
}
