package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import org.jspecify.annotations.Nullable;

/// A ring's table of registered files.
final class FileSlots {

    /// `sqe->file_index` that asks for any free slot.
    static final int ALLOC = -1;

    private @Nullable SimFile[] slots = new SimFile[0];
    private boolean isRegistered;
    private int rangeFrom;
    private int rangeTo;

    boolean isRegistered() {
        return isRegistered;
    }

    int size() {
        return slots.length;
    }

    int register(int size) {
        if (isRegistered) {
            return Errno.EBUSY.negative();
        }
        slots = new SimFile[size];
        isRegistered = true;
        rangeFrom = 0;
        rangeTo = size;
        return 0;
    }

    int unregister() {
        if (!isRegistered) {
            return Errno.ENXIO.negative();
        }
        isRegistered = false;
        @Nullable SimFile[] table = slots;
        slots = new SimFile[0];
        for (SimFile file : table) {
            if (file != null) {
                file.release();
            }
        }
        return 0;
    }

    /// The file in a slot, or null.
    @Nullable SimFile get(int index) {
        return index < 0 || index >= slots.length ? null : slots[index];
    }

    /// Puts a file into a slot, or nothing; what was there is dropped.
    void set(int index, @Nullable SimFile file) {
        SimFile before = slots[index];
        slots[index] = file == null ? null : file.retain();
        if (before != null) {
            before.release();
        }
    }

    /// Limits which slots are given out.
    int setRange(int from, int length) {
        if (length < 0 || from < 0 || (long) from + length > size()) {
            return Errno.EINVAL.negative();
        }
        rangeFrom = from;
        rangeTo = from + length;
        return 0;
    }

    /// Puts a file where an SQE says.
    ///
    /// @param fileIndex a slot plus 1, or [#ALLOC]
    /// @return 0, the slot that was chosen, or `-errno`
    int install(SimFile file, int fileIndex) {
        if (!isRegistered) {
            return Errno.ENXIO.negative();
        }
        if (fileIndex != ALLOC) {
            int index = fileIndex - 1;
            if (index < 0 || index >= slots.length) {
                return Errno.EINVAL.negative();
            }
            set(index, file);
            return 0;
        }
        for (int index = rangeFrom; index < rangeTo; index++) {
            if (slots[index] == null) {
                set(index, file);
                return index;
            }
        }
        return Errno.ENFILE.negative();
    }
}
