package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.RegisteredWaitLayout;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;

/// Whether io_uring_enter takes a flag, and whether an SQE may carry one.
final class SubmissionTrials {

    private SubmissionTrials() {}

    static Support of(Trial trial, EnterFlag flag) {
        Ring ring = trial.ring().ring();
        int wait = EnterFlag.GETEVENTS.bits();
        return switch (flag) {
            case GETEVENTS, SQ_WAKEUP, SQ_WAIT -> enter(trial, flag, flag.bits());
            case NO_IOWAIT -> enter(trial, flag, wait | flag.bits());
            case EXT_ARG -> enterTimed(trial, flag, wait | flag.bits());
            case ABS_TIMER ->
                    enterTimed(trial, flag, wait | EnterFlag.EXT_ARG.bits() | flag.bits());
            // Without a registered region every offset into it is -EFAULT.
            case EXT_ARG_REG ->
                    trial.judgeKnown(
                            call(flag),
                            ring.enter(
                                    0,
                                    0,
                                    wait | EnterFlag.EXT_ARG.bits() | flag.bits(),
                                    MemorySegment.NULL,
                                    RegisteredWaitLayout.SIZE));
            // Index 0 of this task's registered rings is empty: -EBADF.
            case REGISTERED_RING ->
                    trial.judgeKnown(
                            call(flag),
                            trial.kernel().enter(0, 0, 0, flag.bits(), MemorySegment.NULL, 0));
        };
    }

    static Support of(Trial trial, SqeFlag flag) {
        return switch (flag) {
            case FIXED_FILE, IO_DRAIN, ASYNC -> nop(trial, trial.ring(), flag);
            case IO_LINK, IO_HARDLINK -> linkedNops(trial, flag);
            case BUFFER_SELECT -> bufferSelect(trial, flag);
            case CQE_SKIP_SUCCESS -> skip(trial, flag);
        };
    }

    private static Support enter(Trial trial, EnterFlag flag, int flags) {
        int result = trial.ring().ring().enter(0, 0, flags, MemorySegment.NULL, 0);
        return trial.judge(call(flag), result, 0);
    }

    private static Support enterTimed(Trial trial, EnterFlag flag, int flags) {
        MemorySegment argument = trial.memory(WaitArgumentLayout.SIZE);
        argument.set(JAVA_LONG, WaitArgumentLayout.TS, trial.timespec(0, 0).address());
        int result = trial.ring().ring().enter(0, 0, flags, argument, WaitArgumentLayout.SIZE);
        return trial.judge(call(flag), result, 0);
    }

    private static String call(EnterFlag flag) {
        return "io_uring_enter(" + flag + ")";
    }

    private static Support nop(Trial trial, TrialRing ring, SqeFlag flag) {
        ring.next(Opcode.NOP, -1, 0, 0, 0).flag(flag);
        return trial.judge("a NOP with " + flag.kernelName(), ring.result(), 0);
    }

    private static Support linkedNops(Trial trial, SqeFlag flag) {
        TrialRing ring = trial.ring();
        ring.next(Opcode.NOP, -1, 0, 0, 0).flag(flag);
        long first = ring.tag();
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        ring.submit();
        return trial.judge("a NOP with " + flag.kernelName(), ring.await(first).result(), 0);
    }

    /// A NOP has no buffer to select, which a kernel that knows the flag says.
    private static Support bufferSelect(Trial trial, SqeFlag flag) {
        TrialRing ring = trial.ring();
        ring.next(Opcode.NOP, -1, 0, 0, 0).flag(flag);
        return trial.judge("a NOP with " + flag.kernelName(), ring.result(), Errno.EOPNOTSUPP);
    }

    /// On a ring of its own: after the first skipped CQE a ring takes no drain (S056).
    private static Support skip(Trial trial, SqeFlag flag) {
        TrialRing ring = trial.ownRing();
        ring.next(Opcode.NOP, -1, 0, 0, 0).flag(flag);
        long skipped = ring.tag();
        ring.next(Opcode.NOP, -1, 0, 0, 0);
        ring.complete();
        Completion completion = ring.poll(skipped);
        if (completion == null) {
            ring.forget(skipped);
            return trial.supported();
        }
        return trial.unsupported(
                "a NOP with "
                        + flag.kernelName()
                        + " posted a CQE, "
                        + Errno.describe(completion.result()));
    }
}
