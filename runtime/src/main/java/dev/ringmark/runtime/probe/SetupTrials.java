package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;

/// Whether io_uring_setup takes a flag, with the company each needs, and the bits it gives back.
final class SetupTrials {

    private static final int ENTRIES = 2;

    private SetupTrials() {}

    static Support of(Trial trial, FeatureBit bit) {
        return trial.when(
                trial.bench().sharedRing().ring().has(bit),
                "io_uring_params.features is 0x"
                        + Integer.toHexString(trial.bench().sharedRing().ring().features()));
    }

    static Support of(Trial trial, SetupFlag flag) {
        return switch (flag) {
            case IOPOLL, SQPOLL, CQSIZE, CLAMP, ATTACH_WQ, R_DISABLED -> tryWith(trial, flag);
            case SUBMIT_ALL, COOP_TASKRUN, SQE128, CQE32, SINGLE_ISSUER, NO_SQARRAY ->
                    tryWith(trial, flag);
            case CQE_MIXED, SQE_MIXED -> tryWith(trial, flag);
            case SQ_AFF -> tryWith(trial, flag, SetupFlag.SQPOLL);
            case TASKRUN_FLAG ->
                    trial.bench().has(SetupFlag.COOP_TASKRUN)
                            ? tryWith(trial, flag, SetupFlag.COOP_TASKRUN)
                            : tryWith(
                                    trial, flag, SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN);
            case DEFER_TASKRUN -> tryWith(trial, flag, SetupFlag.SINGLE_ISSUER);
            case HYBRID_IOPOLL -> tryWith(trial, flag, SetupFlag.IOPOLL);
            case SQ_REWIND -> tryWith(trial, flag, SetupFlag.NO_SQARRAY);
            case NO_MMAP -> tryWithoutMemory(trial, flag.bits());
            case REGISTERED_FD_ONLY -> {
                trial.needs(SetupFlag.NO_MMAP);
                yield tryWithoutMemory(trial, SetupFlag.NO_MMAP.bits() | flag.bits());
            }
        };
    }

    private static Support tryWith(Trial trial, SetupFlag flag, SetupFlag... company) {
        int flags = flag.bits();
        StringBuilder call = new StringBuilder("io_uring_setup(" + flag);
        for (SetupFlag needed : company) {
            trial.needs(needed);
            flags |= needed.bits();
            call.append('|').append(needed);
        }
        return trial.judgeSuccess(call.append(')').toString(), setup(trial, flags));
    }

    /// A flag that wants memory of the caller's, given none: who knows it says -EFAULT.
    private static Support tryWithoutMemory(Trial trial, int flags) {
        return trial.judge(
                "io_uring_setup(0x" + Integer.toHexString(flags) + ") without memory",
                setup(trial, flags),
                Errno.EFAULT);
    }

    private static int setup(Trial trial, int flags) {
        MemorySegment params = trial.memory(ParamsLayout.SIZE);
        params.set(JAVA_INT, ParamsLayout.FLAGS, flags);
        params.set(JAVA_INT, ParamsLayout.CQ_ENTRIES, 2 * ENTRIES);
        if ((flags & SetupFlag.SQ_AFF.bits()) != 0) {
            params.set(JAVA_INT, ParamsLayout.SQ_THREAD_CPU, allowedCpu(trial));
        }
        if ((flags & SetupFlag.ATTACH_WQ.bits()) != 0) {
            params.set(JAVA_INT, ParamsLayout.WQ_FD, trial.bench().sharedRing().ring().fd());
        }
        return trial.setup(ENTRIES, params);
    }

    /// The first CPU this process may run on; 0 where the kernel does not say.
    private static int allowedCpu(Trial trial) {
        String first = trial.bench().files().status("Cpus_allowed_list").split("[-,]", 2)[0];
        return first.isEmpty() ? 0 : Integer.parseInt(first);
    }
}
