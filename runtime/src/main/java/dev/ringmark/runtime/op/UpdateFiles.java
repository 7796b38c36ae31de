package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// Puts a file into the ring's table without a call of its own: FILES_UPDATE.
///
/// As [FileTable#add] otherwise. Since 5.6; io_uring_enter(2), io_uring_prep_files_update(3).
public final class UpdateFiles extends Op<Integer> {

    private final FileSlot<?> slot;
    private final @Nullable Fd<?> file;

    private UpdateFiles(FileSlot<?> slot, @Nullable Fd<?> file) {
        this.slot = slot;
        this.file = file;
    }

    /// Fills a slot from [FileTable#reserve()]; the fd may be closed afterwards.
    public static <K extends FileKind> UpdateFiles put(FileSlot<K> slot, Fd<K> file) {
        return new UpdateFiles(slot, file);
    }

    /// Empties a slot, whose number stays taken until [FileTable#remove].
    public static UpdateFiles empty(FileSlot<?> slot) {
        return new UpdateFiles(slot, null);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FILES_UPDATE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long fds = scratch.integer(file == null ? -1 : file.number());
        sqe.prepare(Opcode.FILES_UPDATE, -1, fds, 1, slot.number());
    }

    @Override
    protected long scratchSize() {
        return Integer.BYTES;
    }

    @Override
    protected Target<?> file() {
        return slot;
    }

    /// How many slots were changed.
    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "FILES_UPDATE of " + slot;
    }
}
