package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.FileRangeLayout;
import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A ring's table of registered files: an SQE names one by its slot and FIXED_FILE, and the kernel
/// looks no fd up.
///
/// The table holds its own references: the fds may be closed once they are registered. Close it
/// before the ring. A request in flight keeps its file (since 5.13; before, closing waits for it).
public final class FixedFiles implements AutoCloseable {

    /// In [#update]: empties the slot.
    public static final int EMPTY = -1;

    /// In [#update]: leaves the slot as it is (since 5.12).
    public static final int SKIP = (int) RegistrationOption.REGISTER_FILES_SKIP.value();

    private final Ring ring;
    private final int count;

    private FixedFiles(Ring ring, int count) {
        this.ring = ring;
        this.count = count;
    }

    /// Registers files in the slots from 0 on; [#EMPTY] leaves a slot free.
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public static FixedFiles register(Ring ring, int... fds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = arena.allocateFrom(JAVA_INT, fds);
            Registration.call(ring, RegisterOp.FILES, array, fds.length, fds.length + " fds");
        }
        return new FixedFiles(ring, fds.length);
    }

    /// Registers a table of empty slots (since 5.19).
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public static FixedFiles sparse(Ring ring, int count) {
        Registration.sparse(ring, RegisterOp.FILES2, count);
        return new FixedFiles(ring, count);
    }

    /// How many slots there are.
    public int count() {
        return count;
    }

    /// Puts other files into slots.
    ///
    /// @param slot the first of them
    /// @param fds fds, [#EMPTY] or [#SKIP]
    /// @return how many slots were done; fewer than asked when a later fd is bad
    /// @throws dev.ringmark.runtime.kernel.RingException when not even the first could be done
    public int update(int slot, int... fds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment update = arena.allocate(FilesUpdateLayout.LAYOUT);
            update.set(JAVA_INT, FilesUpdateLayout.OFFSET, slot);
            MemorySegment array = arena.allocateFrom(JAVA_INT, fds);
            update.set(JAVA_LONG, FilesUpdateLayout.FDS, array.address());
            String what = fds.length + " fds from slot " + slot;
            return Registration.call(ring, RegisterOp.FILES_UPDATE, update, fds.length, what);
        }
    }

    /// Keeps the slots that the kernel chooses itself (FILE_INDEX_ALLOC) to a part of the table
    /// (since 6.0).
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public void allocateWithin(int firstSlot, int slots) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocate(FileRangeLayout.LAYOUT);
            range.set(JAVA_INT, FileRangeLayout.OFF, firstSlot);
            range.set(JAVA_INT, FileRangeLayout.LEN, slots);
            String what = slots + " slots from " + firstSlot;
            Registration.call(ring, RegisterOp.FILE_ALLOC_RANGE, range, 0, what);
        }
    }

    /// Gives the table back.
    @Override
    public void close() {
        Registration.call(
                ring, RegisterOp.UNREGISTER_FILES, MemorySegment.NULL, 0, count + " slots");
    }
}
