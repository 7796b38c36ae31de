package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.CloneBuffersLayout;
import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.layout.MemoryRegionLayout;
import dev.ringmark.runtime.layout.NapiLayout;
import dev.ringmark.runtime.layout.RegionDescriptorLayout;
import dev.ringmark.runtime.layout.RegisteredWaitLayout;
import dev.ringmark.runtime.layout.ResourceRegisterLayout;
import dev.ringmark.runtime.layout.RestrictionLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NapiOption;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.QueryOpcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.RestrictionOpcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.WorkerKind;
import java.lang.foreign.MemorySegment;

/// Whether single register operations take their flags and special values.
final class RegistrationTrials {

    private static final long PAGE_SIZE = 4096;
    private static final int NAPI_ID = 100_000; // above every CPU's number, as real ids are

    private RegistrationTrials() {}

    static Support of(Trial trial, RegistrationOption option) {
        return switch (option) {
            case MEM_REGION_REG_WAIT_ARG ->
                    memoryRegion(trial, SetupFlag.R_DISABLED, option.bits());
            case MEM_REGION_TYPE_USER -> memoryRegion(trial, SetupFlag.CLAMP, 0);
            case REG_WAIT_TS -> registeredWait(trial);
            case REGISTER_SRC_REGISTERED -> cloneFromRegistered(trial);
            case REGISTER_DST_REPLACE -> cloneOver(trial);
            case RSRC_REGISTER_SPARSE -> {
                MemorySegment argument = trial.memory(ResourceRegisterLayout.SIZE);
                argument.set(JAVA_INT, ResourceRegisterLayout.NR, 1);
                argument.set(JAVA_INT, ResourceRegisterLayout.FLAGS, option.bits());
                int size = (int) ResourceRegisterLayout.SIZE;
                yield trial.judge(
                        "IORING_REGISTER_FILES2 with " + option.kernelName(),
                        trial.ownRing().ring().register(RegisterOp.FILES2, argument, size),
                        0);
            }
            case REGISTER_USE_REGISTERED_RING -> byRegisteredRing(trial);
            case REGISTER_FILES_SKIP -> skipSlot(trial);
            case IO_URING_OP_SUPPORTED -> {
                trial.needs(RegisterOp.PROBE);
                yield trial.when(
                        trial.bench().opcodeProbe().has(Opcode.NOP),
                        "IORING_REGISTER_PROBE does not flag even IORING_OP_NOP");
            }
        };
    }

    // ---- memory regions

    private static Support memoryRegion(Trial trial, SetupFlag ringFlag, int flags) {
        MemorySegment page = trial.pages(PAGE_SIZE);
        TrialRing ring = trial.ownRing(ringFlag);
        return trial.judge(
                "IORING_REGISTER_MEM_REGION",
                trial.tryRegister(ring, RegisterOp.MEM_REGION, region(trial, page, flags), 1),
                0);
    }

    private static MemorySegment region(Trial trial, MemorySegment page, int flags) {
        MemorySegment descriptor = trial.memory(RegionDescriptorLayout.SIZE);
        descriptor.set(JAVA_LONG, RegionDescriptorLayout.USER_ADDR, page.address());
        descriptor.set(JAVA_LONG, RegionDescriptorLayout.REGION_SIZE, PAGE_SIZE);
        descriptor.set(
                JAVA_INT,
                RegionDescriptorLayout.FLAGS,
                RegistrationOption.MEM_REGION_TYPE_USER.bits());
        MemorySegment argument = trial.memory(MemoryRegionLayout.SIZE);
        argument.set(JAVA_LONG, MemoryRegionLayout.REGION_UPTR, descriptor.address());
        argument.set(JAVA_LONG, MemoryRegionLayout.FLAGS, flags);
        return argument;
    }

    /// A wait for nothing whose time, zero, lies in a registered region.
    private static Support registeredWait(Trial trial) {
        trial.needs(RegistrationOption.MEM_REGION_REG_WAIT_ARG);
        MemorySegment page = trial.pages(PAGE_SIZE);
        TrialRing owner = trial.ownRing(SetupFlag.R_DISABLED);
        int flags = RegistrationOption.MEM_REGION_REG_WAIT_ARG.bits();
        trial.register(owner, RegisterOp.MEM_REGION, region(trial, page, flags), 1);
        Ring ring = owner.ring();
        trial.require("IORING_REGISTER_ENABLE_RINGS", ring.enable());
        page.set(JAVA_INT, RegisteredWaitLayout.FLAGS, RegistrationOption.REG_WAIT_TS.bits());
        int enterFlags =
                EnterFlag.GETEVENTS.bits()
                        | EnterFlag.EXT_ARG.bits()
                        | EnterFlag.EXT_ARG_REG.bits();
        return trial.judge(
                "io_uring_enter(EXT_ARG_REG) with IORING_REG_WAIT_TS",
                ring.enter(0, 1, enterFlags, MemorySegment.NULL, RegisteredWaitLayout.SIZE),
                Errno.ETIME);
    }

    // ---- cloned buffers

    private static TrialRing withOneBuffer(Trial trial) {
        TrialRing ring = trial.ownRing();
        MemorySegment argument = trial.memory(ResourceRegisterLayout.SIZE);
        argument.set(JAVA_INT, ResourceRegisterLayout.NR, 1);
        argument.set(
                JAVA_LONG, ResourceRegisterLayout.DATA, trial.memory(IovecLayout.SIZE).address());
        trial.register(ring, RegisterOp.BUFFERS2, argument, (int) ResourceRegisterLayout.SIZE);
        return ring;
    }

    private static int clone(Trial trial, TrialRing to, int fromFd, int flags, int count) {
        MemorySegment argument = trial.memory(CloneBuffersLayout.SIZE);
        argument.set(JAVA_INT, CloneBuffersLayout.SRC_FD, fromFd);
        argument.set(JAVA_INT, CloneBuffersLayout.FLAGS, flags);
        argument.set(JAVA_INT, CloneBuffersLayout.NR, count);
        return trial.tryRegister(to, RegisterOp.CLONE_BUFFERS, argument, 1);
    }

    /// A whole table into a ring that has none.
    static Support cloneAll(Trial trial) {
        trial.needs(RegisterOp.CLONE_BUFFERS);
        TrialRing from = withOneBuffer(trial);
        return trial.judge(
                "IORING_REGISTER_CLONE_BUFFERS",
                clone(trial, trial.ownRing(), from.ring().fd(), 0, 0),
                0);
    }

    private static Support cloneOver(Trial trial) {
        trial.needs(RegisterOp.CLONE_BUFFERS);
        TrialRing from = withOneBuffer(trial);
        TrialRing to = withOneBuffer(trial);
        int flags = RegistrationOption.REGISTER_DST_REPLACE.bits();
        String call = "IORING_REGISTER_CLONE_BUFFERS with IORING_REGISTER_DST_REPLACE";
        int result = clone(trial, to, from.ring().fd(), flags, 1);
        return result == Errno.EBUSY.negative()
                ? trial.unsupported(call + " does not replace: it returned -EBUSY")
                : trial.judge(call, result, 0);
    }

    private static Support cloneFromRegistered(Trial trial) {
        trial.needs(RegisterOp.CLONE_BUFFERS);
        TrialRing from = withOneBuffer(trial);
        int index = registerRing(trial, from.ring());
        int flags = RegistrationOption.REGISTER_SRC_REGISTERED.bits();
        int result = clone(trial, trial.ownRing(), index, flags, 0);
        return trial.judge(
                "IORING_REGISTER_CLONE_BUFFERS with IORING_REGISTER_SRC_REGISTERED", result, 0);
    }

    // ---- registered rings

    /// Registers a ring's fd with this thread for the time of the trial.
    ///
    /// @return its index
    private static int registerRing(Trial trial, Ring ring) {
        trial.needs(RegisterOp.RING_FDS);
        MemorySegment update = trial.memory(FilesUpdateLayout.SIZE);
        update.set(JAVA_INT, FilesUpdateLayout.OFFSET, -1);
        update.set(JAVA_LONG, FilesUpdateLayout.FDS, ring.fd());
        trial.require("IORING_REGISTER_RING_FDS", ring.register(RegisterOp.RING_FDS, update, 1));
        trial.atEnd(() -> ring.register(RegisterOp.UNREGISTER_RING_FDS, update, 1));
        return update.get(JAVA_INT, FilesUpdateLayout.OFFSET);
    }

    private static Support byRegisteredRing(Trial trial) {
        int index = registerRing(trial, trial.ring().ring());
        int operation =
                RegisterOp.IOWQ_MAX_WORKERS.bits()
                        | RegistrationOption.REGISTER_USE_REGISTERED_RING.bits();
        return trial.judge(
                "IORING_REGISTER_IOWQ_MAX_WORKERS by a registered index",
                trial.kernel().register(index, operation, trial.ints(0, 0), 2),
                0);
    }

    // ---- files

    /// An update that skips its only slot leaves the file there.
    private static Support skipSlot(Trial trial) {
        TrialRing ring = trial.ring();
        FileTrials.registerFiles(trial, ring, trial.eventFd());
        MemorySegment update = trial.memory(FilesUpdateLayout.SIZE);
        int skip = RegistrationOption.REGISTER_FILES_SKIP.bits();
        update.set(JAVA_LONG, FilesUpdateLayout.FDS, trial.ints(skip).address());
        int result = ring.ring().register(RegisterOp.FILES_UPDATE, update, 1);
        if (result < 0) {
            return result == Errno.EBADF.negative()
                    ? trial.unsupported("-2 was taken for an fd: -EBADF")
                    : trial.judge("IORING_REGISTER_FILES_UPDATE", result, 1);
        }
        PollTrials.poll(ring, 0, PollTrials.POLLIN, 0).flag(SqeFlag.FIXED_FILE);
        long poll = ring.tag();
        ring.submit();
        Completion refused = ring.poll(poll);
        return trial.when(refused == null, "the skipped slot is empty");
    }

    // ---- restrictions

    static Support of(Trial trial, RestrictionOpcode opcode) {
        TrialRing ring = trial.ownRing(SetupFlag.R_DISABLED);
        int value =
                switch (opcode) {
                    case REGISTER_OP -> RegisterOp.PROBE.bits();
                    case SQE_OP -> Opcode.NOP.bits();
                    case SQE_FLAGS_ALLOWED, SQE_FLAGS_REQUIRED -> SqeFlag.IO_LINK.bits();
                };
        MemorySegment rule = trial.memory(RestrictionLayout.SIZE);
        rule.set(JAVA_SHORT, RestrictionLayout.OPCODE, (short) opcode.bits());
        rule.set(JAVA_BYTE, RestrictionLayout.VALUE, (byte) value);
        int result = ring.ring().register(RegisterOp.RESTRICTIONS, rule, 1);
        return trial.judge("IORING_REGISTER_RESTRICTIONS with " + opcode.kernelName(), result, 0);
    }

    // ---- the others

    static Support of(Trial trial, NapiOption option) {
        trial.needs(RegisterOp.NAPI);
        Ring ring = trial.ownRing().ring();
        MemorySegment before = napi(trial, NapiOption.REGISTER_OP, NapiOption.TRACKING_STATIC);
        int result = ring.register(RegisterOp.NAPI, before, 1);
        int former = before.get(JAVA_INT, NapiLayout.OP_PARAM);
        return switch (option) {
            // Zero is what older kernels did without a name: they come with the others.
            case REGISTER_OP, TRACKING_DYNAMIC, TRACKING_STATIC ->
                    trial.judge("IORING_REGISTER_NAPI with tracking", result, 0);
            case TRACKING_INACTIVE ->
                    result < 0
                            ? trial.judge("IORING_REGISTER_NAPI with tracking", result, 0)
                            : trial.when(
                                    former == option.bits(),
                                    "a ring without NAPI reports tracking " + former);
            case STATIC_ADD_ID ->
                    trial.judge(
                            "IORING_REGISTER_NAPI with " + option.kernelName(),
                            napiId(trial, ring, option),
                            0);
            case STATIC_DEL_ID -> {
                napiId(trial, ring, NapiOption.STATIC_ADD_ID);
                yield trial.judge(
                        "IORING_REGISTER_NAPI with " + option.kernelName(),
                        napiId(trial, ring, option),
                        0);
            }
        };
    }

    private static int napiId(Trial trial, Ring ring, NapiOption option) {
        MemorySegment argument = napi(trial, option, NapiOption.TRACKING_DYNAMIC);
        argument.set(JAVA_INT, NapiLayout.OP_PARAM, NAPI_ID);
        return ring.register(RegisterOp.NAPI, argument, 1);
    }

    private static MemorySegment napi(Trial trial, NapiOption opcode, NapiOption tracking) {
        MemorySegment argument = trial.memory(NapiLayout.SIZE);
        argument.set(JAVA_BYTE, NapiLayout.OPCODE, (byte) opcode.bits());
        argument.set(JAVA_INT, NapiLayout.OP_PARAM, tracking.bits());
        return argument;
    }

    /// The two limits of this thread's workers, set and read back at their index.
    static Support of(Trial trial, WorkerKind kind) {
        trial.needs(RegisterOp.IOWQ_MAX_WORKERS);
        Ring ring = trial.ownRing().ring();
        MemorySegment limits = trial.ints(0, 0);
        limits.setAtIndex(JAVA_INT, kind.bits(), 3);
        int set = ring.register(RegisterOp.IOWQ_MAX_WORKERS, limits, 2);
        int former = limits.getAtIndex(JAVA_INT, kind.bits());
        MemorySegment now = trial.ints(0, 0);
        trial.require(
                "IORING_REGISTER_IOWQ_MAX_WORKERS",
                ring.register(RegisterOp.IOWQ_MAX_WORKERS, now, 2));
        int effective = now.getAtIndex(JAVA_INT, kind.bits());
        MemorySegment back = trial.ints(0, 0);
        back.setAtIndex(JAVA_INT, kind.bits(), former);
        ring.register(RegisterOp.IOWQ_MAX_WORKERS, back, 2);
        return set == 0 && effective != 3
                ? trial.inconclusive("a limit of 3 reads back as " + effective)
                : trial.judge("IORING_REGISTER_IOWQ_MAX_WORKERS", set, 0);
    }

    static Support of(Trial trial, QueryOpcode question) {
        trial.needs(RegisterOp.QUERY);
        int result = Query.ask(trial, question);
        return result == Errno.EOPNOTSUPP.negative()
                ? trial.unsupported(question.kernelName() + " is answered -EOPNOTSUPP")
                : trial.judge(question.kernelName(), result, 0);
    }
}
