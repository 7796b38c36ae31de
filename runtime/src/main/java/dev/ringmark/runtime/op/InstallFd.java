package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Gives the file of a slot an fd as well: FIXED_FD_INSTALL. The fd is CLOEXEC.
///
/// Since 6.8; io_uring_enter(2).
///
/// @param <K> what kind of file it is
public final class InstallFd<K extends FileKind> extends Op<Fd<K>> {

    private final FileSlot<K> slot;

    private InstallFd(FileSlot<K> slot) {
        this.slot = slot;
    }

    /// The slot keeps its file.
    public static <K extends FileKind> InstallFd<K> of(FileSlot<K> slot) {
        return new InstallFd<>(slot);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FIXED_FD_INSTALL;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.FIXED_FD_INSTALL, slot.number(), 0, 0, 0);
        fixed(sqe, slot);
    }

    @Override
    protected Target<?> file() {
        return slot;
    }

    @Override
    protected Fd<K> decode(int result, int cqeFlags, Scratch scratch) {
        return new Fd<>(result);
    }

    @Override
    protected boolean makesFile() {
        return true;
    }

    @Override
    public String toString() {
        return "FIXED_FD_INSTALL of " + slot;
    }
}
