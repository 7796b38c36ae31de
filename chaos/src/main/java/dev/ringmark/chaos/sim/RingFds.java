package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.uapi.Errno;
import org.jspecify.annotations.Nullable;

/// The rings that a thread has registered with itself, to enter them by index (since 5.18).
final class RingFds {

    private RingFds() {}

    /// The calling thread's ring at an index.
    static @Nullable SimRing get(SimulatedKernel kernel, int index) {
        @Nullable SimRing[] slots = kernel.threads().ringsOfCurrent();
        return index >= 0 && index < slots.length ? slots[index] : null;
    }

    /// Whether there can be a ring at an index.
    static boolean isSlot(SimulatedKernel kernel, int index) {
        return index >= 0 && index < kernel.threads().ringsOfCurrent().length;
    }

    /// Registers a ring in the first free slot.
    ///
    /// @return the index, or -EBUSY
    static int add(SimulatedKernel kernel, SimRing ring) {
        @Nullable SimRing[] slots = kernel.threads().ringsOfCurrent();
        for (int index = 0; index < slots.length; index++) {
            if (slots[index] == null) {
                ring.retain();
                slots[index] = ring;
                return index;
            }
        }
        return Errno.EBUSY.negative();
    }

    /// IORING_REGISTER_RING_FDS.
    static int register(SimulatedKernel kernel, long argument, int count) {
        int done = 0;
        for (; done < count; done++) {
            long at = argument + done * FilesUpdateLayout.SIZE;
            int error = registerOne(kernel, at);
            if (error < 0) {
                return done > 0 ? done : error;
            }
        }
        return done;
    }

    /// IORING_UNREGISTER_RING_FDS.
    static int unregister(SimulatedKernel kernel, long argument, int count) {
        @Nullable SimRing[] slots = kernel.threads().ringsOfCurrent();
        int done = 0;
        for (; done < count; done++) {
            long at = argument + done * FilesUpdateLayout.SIZE;
            int index = UserMemory.getInt(at + FilesUpdateLayout.OFFSET);
            if (index < 0 || index >= slots.length) {
                return done > 0 ? done : Errno.EINVAL.negative();
            }
            SimRing ring = slots[index];
            if (ring != null) {
                slots[index] = null;
                ring.release();
            }
        }
        return done;
    }

    private static int registerOne(SimulatedKernel kernel, long at) {
        @Nullable SimRing[] slots = kernel.threads().ringsOfCurrent();
        int index = UserMemory.getInt(at + FilesUpdateLayout.OFFSET);
        SimFile file = kernel.fds().get((int) UserMemory.getLong(at + FilesUpdateLayout.FDS));
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (!(file instanceof SimRing ring)) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (index == -1) {
            int chosen = add(kernel, ring);
            if (chosen >= 0) {
                UserMemory.setInt(at + FilesUpdateLayout.OFFSET, chosen);
            }
            return Math.min(chosen, 0);
        }
        if (index < 0 || index >= slots.length) {
            return Errno.EINVAL.negative();
        }
        if (slots[index] != null) {
            return Errno.EBUSY.negative();
        }
        ring.retain();
        slots[index] = ring;
        return 0;
    }
}
