package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.FileRangeLayout;
import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.layout.ResourceRegisterLayout;
import dev.ringmark.runtime.layout.ResourceUpdateLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;

/// The register operations on a ring's file table. Tags are not modelled.
final class FileRegistration {

    private static final int NONE = -1;
    private static final int SKIP = RegistrationOption.REGISTER_FILES_SKIP.bits();

    private FileRegistration() {}

    static int run(SimRing ring, RegisterOp operation, long argument, int count) {
        if (operation == RegisterOp.UNREGISTER_FILES) {
            return argument != 0 || count != 0
                    ? Errno.EINVAL.negative()
                    : ring.files().unregister();
        }
        if (!ring.kernel().isMapped(argument, Integer.BYTES)) {
            return Errno.EFAULT.negative();
        }
        return switch (operation) {
            case FILES -> register(ring, argument, count);
            case FILES2 -> registerSparse(ring, argument, count);
            case FILES_UPDATE ->
                    update(
                            ring,
                            UserMemory.getInt(argument + FilesUpdateLayout.OFFSET),
                            UserMemory.getLong(argument + FilesUpdateLayout.FDS),
                            count);
            case FILES_UPDATE2 ->
                    count != ResourceUpdateLayout.SIZE
                            ? Errno.EINVAL.negative()
                            : update(
                                    ring,
                                    UserMemory.getInt(argument + ResourceUpdateLayout.OFFSET),
                                    UserMemory.getLong(argument + ResourceUpdateLayout.DATA),
                                    UserMemory.getInt(argument + ResourceUpdateLayout.NR));
            case FILE_ALLOC_RANGE ->
                    count != 0
                            ? Errno.EINVAL.negative()
                            : ring.files()
                                    .setRange(
                                            UserMemory.getInt(argument + FileRangeLayout.OFF),
                                            UserMemory.getInt(argument + FileRangeLayout.LEN));
            default -> throw new IllegalArgumentException("operation: " + operation);
        };
    }

    /// Puts files into slots, one after the other.
    ///
    /// @return how many, or `-errno` where the first failed
    static int update(SimRing ring, int offset, long fds, int count) {
        if (!ring.files().isRegistered()) {
            return Errno.ENXIO.negative();
        }
        if (count == 0 || offset < 0 || count < 0) {
            return Errno.EINVAL.negative();
        }
        if ((long) offset + count > ring.files().size()) {
            return Errno.EINVAL.negative();
        }
        if (!ring.kernel().isMapped(fds, (long) count * Integer.BYTES)) {
            return Errno.EFAULT.negative();
        }
        for (int index = 0; index < count; index++) {
            int fd = UserMemory.getInt(fds + (long) index * Integer.BYTES);
            int error = fd == SKIP ? 0 : put(ring, offset + index, fd);
            if (error != 0) {
                return index > 0 ? index : error;
            }
        }
        return count;
    }

    private static int register(SimRing ring, long fds, int count) {
        if (ring.files().isRegistered()) {
            return Errno.EBUSY.negative();
        }
        int error = sizeError(ring, count);
        if (error != 0) {
            return error;
        }
        if (!ring.kernel().isMapped(fds, (long) count * Integer.BYTES)) {
            return Errno.EFAULT.negative();
        }
        ring.files().register(count);
        for (int index = 0; index < count; index++) {
            error = put(ring, index, UserMemory.getInt(fds + (long) index * Integer.BYTES));
            if (error != 0) {
                ring.files().unregister();
                return error;
            }
        }
        return 0;
    }

    private static int registerSparse(SimRing ring, long argument, int size) {
        if (size != ResourceRegisterLayout.SIZE) {
            return Errno.EINVAL.negative();
        }
        int count = UserMemory.getInt(argument + ResourceRegisterLayout.NR);
        int flags = UserMemory.getInt(argument + ResourceRegisterLayout.FLAGS);
        long data = UserMemory.getLong(argument + ResourceRegisterLayout.DATA);
        if ((flags & RegistrationOption.RSRC_REGISTER_SPARSE.bits()) == 0) {
            return register(ring, data, count);
        }
        int error = data != 0 ? Errno.EINVAL.negative() : sizeError(ring, count);
        return error != 0 ? error : ring.files().register(count);
    }

    private static int sizeError(SimRing ring, int count) {
        if (count <= 0) {
            return Errno.EINVAL.negative();
        }
        return count > ring.kernel().fds().limit() ? Errno.EMFILE.negative() : 0;
    }

    private static int put(SimRing ring, int slot, int fd) {
        if (fd == NONE) {
            ring.files().set(slot, null);
            return 0;
        }
        SimFile file = ring.kernel().fds().get(fd);
        if (file == null || file instanceof SimRing) {
            return Errno.EBADF.negative();
        }
        int refused =
                ring.kernel()
                        .interference()
                        .allocate(Allocation.NODE, RegisterOp.FILES_UPDATE.bits());
        if (refused == 0) {
            ring.files().set(slot, file);
        }
        return refused;
    }
}
