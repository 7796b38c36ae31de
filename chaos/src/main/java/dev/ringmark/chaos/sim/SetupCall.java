package dev.ringmark.chaos.sim;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// io_uring_setup(2): looks at the params in the order Linux does, and makes a ring.
final class SetupCall {

    private static final int SQ_ENTRIES_MAX = 32_768;
    private static final int CQ_ENTRIES_MAX = 2 * SQ_ENTRIES_MAX;
    private static final int CPUS = 2;

    private final SimulatedKernel kernel;
    private final MemorySegment params;
    private int flags;
    private int sqEntries;
    private int cqEntries;

    SetupCall(SimulatedKernel kernel, MemorySegment params) {
        this.kernel = kernel;
        this.params = params;
    }

    /// Runs the call.
    ///
    /// @return a ring fd, a registered index, or `-errno`
    int run(int entries) {
        int fault = kernel.interference().setup();
        if (fault != 0) {
            return fault;
        }
        if (!UserMemory.isPlausible(params.address(), ParamsLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        flags = params.get(JAVA_INT, ParamsLayout.FLAGS);
        int reserved =
                params.get(JAVA_INT, ParamsLayout.RESV0)
                        | params.get(JAVA_INT, ParamsLayout.RESV1)
                        | params.get(JAVA_INT, ParamsLayout.RESV2);
        if (reserved != 0
                || (flags & ~kernel.profile().setupFlags()) != 0
                || contradictsItself()
                || !isSized(entries)) {
            return Errno.EINVAL.negative();
        }
        int attached = attach();
        return attached != 0 ? attached : make();
    }

    private boolean contradictsItself() {
        boolean defers = has(SetupFlag.DEFER_TASKRUN);
        boolean cooperates = has(SetupFlag.COOP_TASKRUN);
        boolean polls = has(SetupFlag.SQPOLL);
        return (has(SetupFlag.REGISTERED_FD_ONLY) && !has(SetupFlag.NO_MMAP))
                || (polls && (defers || cooperates || has(SetupFlag.TASKRUN_FLAG)))
                || (has(SetupFlag.TASKRUN_FLAG) && !defers && !cooperates)
                || (defers && !has(SetupFlag.SINGLE_ISSUER))
                || (has(SetupFlag.HYBRID_IOPOLL) && !has(SetupFlag.IOPOLL))
                || (has(SetupFlag.CQE32) && has(SetupFlag.CQE_MIXED))
                || (has(SetupFlag.SQE128) && has(SetupFlag.SQE_MIXED));
    }

    private boolean isSized(int entries) {
        if (entries == 0) {
            return false;
        }
        boolean clamps = has(SetupFlag.CLAMP);
        int sq = entries;
        if (Integer.compareUnsigned(sq, SQ_ENTRIES_MAX) > 0) {
            if (!clamps) {
                return false;
            }
            sq = SQ_ENTRIES_MAX;
        }
        sqEntries = roundUp(sq);
        cqEntries = 2 * sqEntries;
        if (!has(SetupFlag.CQSIZE)) {
            return true;
        }
        int cq = params.get(JAVA_INT, ParamsLayout.CQ_ENTRIES);
        if (Integer.compareUnsigned(cq, CQ_ENTRIES_MAX) > 0 && clamps) {
            cq = CQ_ENTRIES_MAX;
        }
        if (cq == 0 || Integer.compareUnsigned(cq, CQ_ENTRIES_MAX) > 0) {
            return false;
        }
        cqEntries = roundUp(cq);
        return cqEntries >= sqEntries;
    }

    /// What the flags of the kernel's threads say: 0, or `-errno`.
    private int attach() {
        if (has(SetupFlag.ATTACH_WQ)) {
            SimFile other = kernel.fds().get(params.get(JAVA_INT, ParamsLayout.WQ_FD));
            if (other == null) {
                boolean isOld = kernel.is(Switch.CLOSED_WQ_IS_EBADF);
                return (isOld ? Errno.EBADF : Errno.ENXIO).negative();
            }
            if (!(other instanceof SimRing)) {
                return Errno.EINVAL.negative();
            }
        }
        if (!has(SetupFlag.SQ_AFF)) {
            return 0;
        }
        int cpu = params.get(JAVA_INT, ParamsLayout.SQ_THREAD_CPU);
        boolean exists = cpu >= 0 && cpu < CPUS;
        return has(SetupFlag.SQPOLL) && exists ? 0 : Errno.EINVAL.negative();
    }

    private int make() {
        int refused = allocate(Allocation.CONTEXT);
        if (refused != 0) {
            return refused;
        }
        RingShape shape = new RingShape(flags, sqEntries, cqEntries);
        List<PagePool.Block> blocks = new ArrayList<>(2);
        long rings;
        long sqes;
        if (has(SetupFlag.NO_MMAP)) {
            rings = params.get(JAVA_LONG, ParamsLayout.CQ_OFF_USER_ADDR);
            sqes = params.get(JAVA_LONG, ParamsLayout.SQ_OFF_USER_ADDR);
            if (!kernel.isMapped(rings, shape.ringsSize())
                    || !kernel.isMapped(sqes, shape.sqesSize())) {
                return Errno.EFAULT.negative();
            }
        } else {
            refused = allocate(Allocation.QUEUES);
            if (refused == 0) {
                blocks.add(kernel.take(shape.ringsSize()));
                refused = allocate(Allocation.SQES);
            }
            if (refused != 0) {
                blocks.forEach(kernel::release);
                return refused;
            }
            blocks.add(kernel.take(shape.sqesSize()));
            rings = blocks.get(0).memory().address();
            sqes = blocks.get(1).memory().address();
        }
        if (has(SetupFlag.SQPOLL)) {
            refused = allocate(Allocation.SQ_THREAD);
        }
        refused = refused == 0 ? allocate(Allocation.RING_FILE) : refused;
        if (refused != 0) {
            blocks.forEach(kernel::release);
            return refused;
        }
        int idle = params.get(JAVA_INT, ParamsLayout.SQ_THREAD_IDLE);
        SimRing ring = new SimRing(kernel, shape, rings, sqes, blocks, idle);
        ring.retain();
        int result =
                has(SetupFlag.REGISTERED_FD_ONLY)
                        ? RingFds.add(kernel, ring)
                        : kernel.fds().install(ring, true);
        if (result >= 0) {
            if (has(SetupFlag.SQPOLL)) {
                kernel.remember(ring);
            }
            shape.describe(params, kernel.profile().features());
        }
        ring.release();
        return result;
    }

    private int allocate(Allocation what) {
        return kernel.interference().allocate(what, 0);
    }

    private boolean has(SetupFlag flag) {
        return (flags & flag.bits()) != 0;
    }

    private static int roundUp(int count) {
        return count == 1 ? 1 : Integer.highestOneBit(2 * count - 1);
    }
}
