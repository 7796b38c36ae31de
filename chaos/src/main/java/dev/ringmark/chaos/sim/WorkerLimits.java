package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;

/// How many workers a ring may have, bounded and unbounded: kept and told, though the model's
/// workers are never too few.
final class WorkerLimits {

    private static final int KINDS = 2;

    private final int[] limits = new int[KINDS];

    /// IORING_REGISTER_IOWQ_MAX_WORKERS: 0 asks only, and what was before is given back.
    int exchange(SimulatedKernel kernel, long argument, int count) {
        if (argument == 0 || count != KINDS) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(argument, (long) KINDS * Integer.BYTES)) {
            return Errno.EFAULT.negative();
        }
        for (int kind = 0; kind < KINDS; kind++) {
            long at = argument + (long) kind * Integer.BYTES;
            int before = limits[kind];
            int asked = UserMemory.getInt(at);
            limits[kind] = asked == 0 ? before : asked;
            UserMemory.setInt(at, before);
        }
        return 0;
    }
}
