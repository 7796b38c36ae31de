package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;

/// A ring's table of registered buffers.
final class FixedBuffers {

    private static final long SIZE_MAX = 1L << 30;
    private static final int COUNT_MAX = 1 << 14;

    private long[] addresses = new long[0];
    private long[] sizes = new long[0];

    int register(SimulatedKernel kernel, long iovecs, int count) {
        if (addresses.length != 0) {
            return Errno.EBUSY.negative();
        }
        if (count <= 0 || count > COUNT_MAX) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(iovecs, count * IovecLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        long[] bases = new long[count];
        long[] lengths = new long[count];
        for (int index = 0; index < count; index++) {
            long at = iovecs + index * IovecLayout.SIZE;
            bases[index] = UserMemory.getLong(at + IovecLayout.IOV_BASE);
            lengths[index] = UserMemory.getLong(at + IovecLayout.IOV_LEN);
            boolean isSparse = bases[index] == 0 && lengths[index] == 0;
            if (!isSparse
                    && (lengths[index] <= 0
                            || lengths[index] > SIZE_MAX
                            || !kernel.isMapped(bases[index], lengths[index]))) {
                return Errno.EFAULT.negative();
            }
            int refused =
                    kernel.interference().allocate(Allocation.NODE, RegisterOp.BUFFERS.bits());
            if (refused != 0) {
                return refused;
            }
        }
        addresses = bases;
        sizes = lengths;
        return 0;
    }

    int unregister() {
        if (addresses.length == 0) {
            return Errno.ENXIO.negative();
        }
        addresses = new long[0];
        sizes = new long[0];
        return 0;
    }

    /// Whether there is a buffer at an index.
    boolean has(int index) {
        return index < addresses.length && addresses[index] != 0;
    }

    /// Whether a range lies in a buffer.
    boolean holds(int index, long address, long size) {
        return index < addresses.length
                && address >= addresses[index]
                && size >= 0
                && address + size <= addresses[index] + sizes[index];
    }
}
