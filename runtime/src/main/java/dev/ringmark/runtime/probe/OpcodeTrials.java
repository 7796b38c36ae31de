package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;

/// Whether the kernel has an opcode: REGISTER_PROBE's word, or before 5.6 what an SQE comes to.
final class OpcodeTrials {

    private static final long MILLISECOND = 1_000_000L;

    private OpcodeTrials() {}

    static Support of(Trial trial, Opcode opcode) {
        OpcodeProbe probe = trial.bench().opcodeProbe();
        if (probe.result() == 0) {
            return trial.when(
                    probe.has(opcode),
                    "IORING_REGISTER_PROBE"
                            + (opcode.bits() > probe.lastOpcode()
                                    ? " ends at opcode " + probe.lastOpcode()
                                    : " does not flag it"));
        }
        if (probe.result() != Errno.EINVAL.negative()) {
            return trial.inconclusive(
                    "IORING_REGISTER_PROBE returned " + Errno.describe(probe.result()));
        }
        if (opcode.bits() <= Opcode.CONNECT.bits()) {
            return bySubmitting(trial, opcode);
        }
        KernelVersion since = KernelVersion.parse(opcode.since());
        return KernelVersion.parse(trial.kernel().release()).reaches(since)
                ? trial.inconclusive("needs IORING_REGISTER_PROBE, which the kernel lacks")
                : trial.unsupported("the kernel lacks IORING_REGISTER_PROBE, which is no younger");
    }

    /// The way of kernels before 5.6, for their opcodes: arguments with which none is -EINVAL.
    private static Support bySubmitting(Trial trial, Opcode opcode) {
        TrialRing ring = trial.ring();
        int file = trial.file(0);
        MemorySegment iovec = trial.iovec(trial.memory(Long.BYTES));
        MemorySegment soon = trial.timespec(0, MILLISECOND);
        switch (opcode) {
            case POLL_ADD -> PollTrials.poll(ring, trial.eventFd(), PollTrials.POLLOUT, 0);
            case NOP, POLL_REMOVE, TIMEOUT_REMOVE, ASYNC_CANCEL -> ring.next(opcode, -1, 0, 0, 0);
            case READV, WRITEV -> ring.next(opcode, file, iovec.address(), 1, 0);
            case TIMEOUT -> ring.next(opcode, -1, soon.address(), 1, 0);
            case LINK_TIMEOUT -> {
                ring.next(Opcode.POLL_ADD, trial.eventFd(), 0, 0, 0).flag(SqeFlag.IO_LINK);
                ring.next(opcode, -1, soon.address(), 1, 0);
            }
            default -> ring.next(opcode, file, 0, 0, 0);
        }
        return trial.judgeKnown(opcode.kernelName(), ring.result());
    }
}
