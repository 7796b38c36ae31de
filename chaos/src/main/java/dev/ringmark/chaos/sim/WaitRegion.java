package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.MemoryRegionLayout;
import dev.ringmark.runtime.layout.RegionDescriptorLayout;
import dev.ringmark.runtime.layout.RegisteredWaitLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegistrationOption;

/// Memory from which a ring's waits take their arguments by offset (IORING_REGISTER_MEM_REGION).
final class WaitRegion {

    private static final long PAGE_MASK = 4095;

    private long address;
    private long size;

    int register(SimRing ring, long argument) {
        if (!UserMemory.isPlausible(argument, MemoryRegionLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        if (size != 0) {
            return Errno.EBUSY.negative();
        }
        long descriptor = UserMemory.getLong(argument + MemoryRegionLayout.REGION_UPTR);
        long flags = UserMemory.getLong(argument + MemoryRegionLayout.FLAGS);
        long known = RegistrationOption.MEM_REGION_REG_WAIT_ARG.value();
        if ((flags & ~known) != 0) {
            return Errno.EINVAL.negative();
        }
        if ((flags & known) != 0 && !ring.isDisabled()) {
            return Errno.EINVAL.negative();
        }
        if (!UserMemory.isPlausible(descriptor, RegionDescriptorLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        long at = UserMemory.getLong(descriptor + RegionDescriptorLayout.USER_ADDR);
        long bytes = UserMemory.getLong(descriptor + RegionDescriptorLayout.REGION_SIZE);
        int type = UserMemory.getInt(descriptor + RegionDescriptorLayout.FLAGS);
        if (type != RegistrationOption.MEM_REGION_TYPE_USER.bits()
                || bytes == 0
                || ((at | bytes) & PAGE_MASK) != 0) {
            return Errno.EINVAL.negative();
        }
        if (!UserMemory.isPlausible(at, bytes)) {
            return Errno.EFAULT.negative();
        }
        address = at;
        size = bytes;
        return 0;
    }

    /// The address of the argument at an offset, or 0 where it does not lie in the region.
    long argument(long offset) {
        boolean inside = size != 0 && offset >= 0 && offset <= size - RegisteredWaitLayout.SIZE;
        return inside && offset % Long.BYTES == 0 ? address + offset : 0;
    }
}
