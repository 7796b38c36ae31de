package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.FixedFiles;
import dev.ringmark.runtime.ring.Ring;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The ring's table of registered files, whose slots are typed and know whether they still hold the
/// file they were made for.
///
/// Operations under way keep their file when its slot is emptied or the table closed (since 5.13;
/// before, that waits for them). Confined to the driver's thread.
public final class FileTable implements AutoCloseable {

    private static final int SLOTS_MAX = 1 << 15;

    private final FixedFiles files;
    private final int[] generations;
    private final boolean[] isUsed;
    private boolean isClosed;

    private FileTable(FixedFiles files) {
        this.files = files;
        generations = new int[files.count()];
        isUsed = new boolean[files.count()];
    }

    /// Registers a table of empty slots; a ring has one at most.
    ///
    /// @param slots how many, 1 to 32768
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public static FileTable register(Ring ring, int slots) {
        Require.range("slots", slots, 1, SLOTS_MAX);
        int[] empty = new int[slots];
        Arrays.fill(empty, FixedFiles.EMPTY);
        return new FileTable(FixedFiles.register(ring, empty));
    }

    /// How many slots there are.
    public int slots() {
        return files.count();
    }

    /// Puts a file into a free slot; the fd may be closed afterwards.
    ///
    /// @return null when no slot is free
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public <K extends FileKind> @Nullable FileSlot<K> add(Fd<K> file) {
        requireOpen("add");
        FileSlot<K> slot = reserve();
        if (slot != null) {
            try {
                files.update(slot.index(), file.number());
            } catch (RuntimeException e) {
                forget(slot);
                throw e;
            }
        }
        return slot;
    }

    /// Takes a file out; its slot names nothing from now on.
    ///
    /// @throws IllegalStateException when it is out already
    public void remove(FileSlot<?> slot) {
        require(slot);
        files.update(slot.index(), FixedFiles.EMPTY);
        forget(slot);
    }

    /// Unregisters the table; all its slots name nothing from now on.
    @Override
    public void close() {
        requireOpen("close");
        isClosed = true;
        files.close();
    }

    /// A free slot that the kernel is to fill, by an operation that makes a file ([OpenInSlot]); to
    /// be removed when that fails.
    ///
    /// @return null when no slot is free
    public <K extends FileKind> @Nullable FileSlot<K> reserve() {
        for (int index = 0; index < isUsed.length; index++) {
            if (!isUsed[index]) {
                isUsed[index] = true;
                return new FileSlot<>(this, index, generations[index]);
            }
        }
        return null;
    }

    /// The slot is empty, as the program knows.
    void forget(FileSlot<?> slot) {
        isUsed[slot.index()] = false;
        generations[slot.index()]++;
    }

    void require(FileSlot<?> slot) {
        requireOpen("use " + slot);
        if (generations[slot.index()] != slot.generation()) {
            throw new IllegalStateException(slot + ": its file was taken out of the table");
        }
    }

    private void requireOpen(String what) {
        if (isClosed) {
            throw new IllegalStateException(what + ": the table of files is unregistered");
        }
    }
}
