package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.BufferRegistrationLayout;
import dev.ringmark.runtime.layout.BufferStatusLayout;
import dev.ringmark.runtime.layout.ClockLayout;
import dev.ringmark.runtime.layout.CloneBuffersLayout;
import dev.ringmark.runtime.layout.FileRangeLayout;
import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.layout.NapiLayout;
import dev.ringmark.runtime.layout.ResourceRegisterLayout;
import dev.ringmark.runtime.layout.ResourceUpdateLayout;
import dev.ringmark.runtime.layout.RestrictionLayout;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.layout.SyncCancelLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.QueryOpcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RestrictionOpcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;

/// Whether io_uring_register knows an operation.
final class RegisterTrials {

    /* An unknown operation is -EINVAL, and so are many wrong arguments of known ones. Each is
     * therefore asked with arguments that are right and harmless, or wrong in a way that has an
     * errno of its own: an empty table is -ENXIO, a bad fd -EBADF, an unmapped address -EFAULT, a
     * ring that is not disabled -EBADFD. */

    private static final int NO_RING = -1;
    private static final int CLOCK_MONOTONIC = 1;

    private RegisterTrials() {}

    static Support of(Trial trial, RegisterOp operation) {
        return switch (operation) {
            case BUFFERS ->
                    withUndo(
                            trial,
                            operation,
                            trial.iovec(MemorySegment.NULL),
                            1,
                            RegisterOp.UNREGISTER_BUFFERS);
            case FILES ->
                    withUndo(trial, operation, trial.ints(-1), 1, RegisterOp.UNREGISTER_FILES);
            case FILES2 ->
                    withUndo(
                            trial,
                            operation,
                            resource(trial, trial.ints(-1)),
                            (int) ResourceRegisterLayout.SIZE,
                            RegisterOp.UNREGISTER_FILES);
            case BUFFERS2 ->
                    withUndo(
                            trial,
                            operation,
                            resource(trial, trial.memory(IovecLayout.SIZE)),
                            (int) ResourceRegisterLayout.SIZE,
                            RegisterOp.UNREGISTER_BUFFERS);
            case UNREGISTER_BUFFERS, UNREGISTER_FILES, UNREGISTER_EVENTFD ->
                    ask(trial, operation, MemorySegment.NULL, 0);
            case EVENTFD, EVENTFD_ASYNC -> ask(trial, operation, trial.ints(-1), 1);
            case FILES_UPDATE -> ask(trial, operation, filesUpdate(trial), 1);
            case FILES_UPDATE2, BUFFERS_UPDATE ->
                    ask(trial, operation, update(trial), (int) ResourceUpdateLayout.SIZE);
            case PROBE ->
                    trial.judge(operation.kernelName(), trial.bench().opcodeProbe().result(), 0);
            case PERSONALITY, UNREGISTER_PERSONALITY -> personality(trial, operation);
            case RESTRICTIONS -> ask(trial, operation, restriction(trial), 1);
            case ENABLE_RINGS, UNREGISTER_IOWQ_AFF -> ask(trial, operation, MemorySegment.NULL, 0);
            case IOWQ_AFF -> ask(trial, operation, Trial.UNMAPPED, Long.BYTES);
            case IOWQ_MAX_WORKERS -> ask(trial, operation, trial.ints(0, 0), 2);
            case RING_FDS, UNREGISTER_RING_FDS -> ringFds(trial, operation);
            case PBUF_RING -> bufferRing(trial, operation);
            case UNREGISTER_PBUF_RING ->
                    ask(trial, operation, trial.memory(BufferRegistrationLayout.SIZE), 1);
            case PBUF_STATUS -> ask(trial, operation, trial.memory(BufferStatusLayout.SIZE), 1);
            case SYNC_CANCEL -> ask(trial, operation, syncCancel(trial), 1);
            case FILE_ALLOC_RANGE -> ask(trial, operation, range(trial), 0);
            case NAPI, UNREGISTER_NAPI -> napi(trial, operation);
            case CLOCK -> ask(trial, operation, clock(trial), 0);
            case CLONE_BUFFERS -> ask(trial, operation, clone(trial), 1);
            case SEND_MSG_RING -> blind(trial, operation, message(trial), 1);
            case ZCRX_IFQ -> zeroCopy(trial, operation);
            case RESIZE_RINGS -> resize(trial, operation);
            case MEM_REGION, BPF_FILTER -> ask(trial, operation, Trial.UNMAPPED, 1);
            case QUERY ->
                    trial.judge(operation.kernelName(), Query.ask(trial, QueryOpcode.OPCODES), 0);
            case ZCRX_CTRL -> ask(trial, operation, Trial.UNMAPPED, 0);
        };
    }

    private static Support ask(
            Trial trial, RegisterOp operation, MemorySegment argument, int count) {
        Ring ring = trial.ring().ring();
        return trial.judgeKnown(operation.kernelName(), ring.register(operation, argument, count));
    }

    private static Support blind(
            Trial trial, RegisterOp operation, MemorySegment argument, int count) {
        return trial.judgeKnown(
                operation.kernelName(),
                trial.kernel().register(NO_RING, operation.bits(), argument, count));
    }

    private static Support withUndo(
            Trial trial,
            RegisterOp operation,
            MemorySegment argument,
            int count,
            RegisterOp inverse) {
        Ring ring = trial.ring().ring();
        int result = ring.register(operation, argument, count);
        if (result >= 0) {
            trial.register(trial.ring(), inverse, MemorySegment.NULL, 0);
        }
        return trial.judgeKnown(operation.kernelName(), result);
    }

    private static Support personality(Trial trial, RegisterOp operation) {
        Ring ring = trial.ring().ring();
        int id = ring.register(RegisterOp.PERSONALITY, MemorySegment.NULL, 0);
        if (id < 0) {
            return trial.judgeKnown(operation.kernelName(), id);
        }
        int result = ring.register(RegisterOp.UNREGISTER_PERSONALITY, MemorySegment.NULL, id);
        return trial.judgeSuccess(
                operation.kernelName(), operation == RegisterOp.PERSONALITY ? id : result);
    }

    private static Support ringFds(Trial trial, RegisterOp operation) {
        if (operation == RegisterOp.UNREGISTER_RING_FDS) {
            trial.needs(RegisterOp.RING_FDS);
        }
        Ring ring = trial.ring().ring();
        int result = ring.registerRingFd();
        if (result == 0 && operation == RegisterOp.UNREGISTER_RING_FDS) {
            return trial.judge(operation.kernelName(), ring.unregisterRingFd(), 0);
        }
        if (result == 0) {
            ring.unregisterRingFd();
        }
        return operation == RegisterOp.RING_FDS
                ? trial.judgeKnown(operation.kernelName(), result)
                : trial.inconclusive("no ring fd could be registered: " + Errno.describe(result));
    }

    private static Support bufferRing(Trial trial, RegisterOp operation) {
        MemorySegment registration = trial.memory(BufferRegistrationLayout.SIZE);
        registration.set(JAVA_LONG, BufferRegistrationLayout.RING_ADDR, trial.pages(1).address());
        registration.set(JAVA_INT, BufferRegistrationLayout.RING_ENTRIES, 1);
        TrialRing ring = trial.ownRing();
        return trial.judgeSuccess(
                operation.kernelName(), trial.tryRegister(ring, operation, registration, 1));
    }

    private static Support napi(Trial trial, RegisterOp operation) {
        TrialRing ring = trial.ownRing();
        int result = ring.ring().register(operation, trial.memory(NapiLayout.SIZE), 1);
        return result == Errno.EOPNOTSUPP.negative()
                ? trial.unsupported(
                        operation.kernelName()
                                + " returned -EOPNOTSUPP: the kernel is built"
                                + " without CONFIG_NET_RX_BUSY_POLL")
                : trial.judgeKnown(operation.kernelName(), result);
    }

    private static Support zeroCopy(Trial trial, RegisterOp operation) {
        TrialRing ring =
                trial.ownRing(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN, SetupFlag.CQE32);
        int result = ring.ring().register(operation, Trial.UNMAPPED, 1);
        if (result == Errno.EPERM.negative()) {
            return trial.inconclusive(
                    operation.kernelName() + " returned -EPERM: needs CAP_NET_ADMIN");
        }
        return result == Errno.EOPNOTSUPP.negative()
                ? trial.unsupported(
                        operation.kernelName()
                                + " returned -EOPNOTSUPP: the kernel is built"
                                + " without CONFIG_IO_URING_ZCRX")
                : trial.judgeKnown(operation.kernelName(), result);
    }

    private static Support resize(Trial trial, RegisterOp operation) {
        TrialRing ring = trial.ownRing(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN);
        return trial.judgeKnown(
                operation.kernelName(), ring.ring().register(operation, Trial.UNMAPPED, 1));
    }

    // ---- arguments

    private static MemorySegment resource(Trial trial, MemorySegment data) {
        MemorySegment argument = trial.memory(ResourceRegisterLayout.SIZE);
        argument.set(JAVA_INT, ResourceRegisterLayout.NR, 1);
        argument.set(JAVA_LONG, ResourceRegisterLayout.DATA, data.address());
        return argument;
    }

    private static MemorySegment filesUpdate(Trial trial) {
        MemorySegment argument = trial.memory(FilesUpdateLayout.SIZE);
        argument.set(JAVA_LONG, FilesUpdateLayout.FDS, trial.ints(-1).address());
        return argument;
    }

    private static MemorySegment update(Trial trial) {
        MemorySegment argument = trial.memory(ResourceUpdateLayout.SIZE);
        argument.set(JAVA_INT, ResourceUpdateLayout.NR, 1);
        argument.set(
                JAVA_LONG, ResourceUpdateLayout.DATA, trial.memory(IovecLayout.SIZE).address());
        return argument;
    }

    private static MemorySegment restriction(Trial trial) {
        MemorySegment argument = trial.memory(RestrictionLayout.SIZE);
        argument.set(JAVA_BYTE, RestrictionLayout.OPCODE, (byte) RestrictionOpcode.SQE_OP.bits());
        return argument;
    }

    private static MemorySegment syncCancel(Trial trial) {
        MemorySegment argument = trial.memory(SyncCancelLayout.SIZE);
        argument.set(JAVA_LONG, SyncCancelLayout.ADDR, -1);
        argument.set(JAVA_LONG, SyncCancelLayout.TV_SEC, -1);
        argument.set(JAVA_LONG, SyncCancelLayout.TV_NSEC, -1);
        return argument;
    }

    private static MemorySegment range(Trial trial) {
        MemorySegment argument = trial.memory(FileRangeLayout.SIZE);
        argument.set(JAVA_INT, FileRangeLayout.OFF, -1);
        argument.set(JAVA_INT, FileRangeLayout.LEN, 1); // their sum wraps: -EOVERFLOW
        return argument;
    }

    private static MemorySegment clock(Trial trial) {
        MemorySegment argument = trial.memory(ClockLayout.SIZE);
        argument.set(JAVA_INT, ClockLayout.CLOCKID, CLOCK_MONOTONIC);
        return argument;
    }

    private static MemorySegment clone(Trial trial) {
        MemorySegment argument = trial.memory(CloneBuffersLayout.SIZE);
        argument.set(JAVA_INT, CloneBuffersLayout.SRC_FD, -1);
        return argument;
    }

    private static MemorySegment message(Trial trial) {
        MemorySegment sqe = trial.memory(SqeLayout.SIZE);
        sqe.set(JAVA_BYTE, SqeLayout.OPCODE, (byte) Opcode.MSG_RING.bits());
        sqe.set(JAVA_INT, SqeLayout.FD, -1);
        return sqe;
    }
}
