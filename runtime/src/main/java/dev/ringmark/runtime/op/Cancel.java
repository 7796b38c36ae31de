package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Opcode;

/// Asks for the end of other operations of the ring: ASYNC_CANCEL.
///
/// The answer counts those that were found; each of them ends by itself, and only then are its
/// buffers free. One operation is cancelled by [Run#cancel()] or [Submitted#cancel()], which also
/// knows those that the kernel has not seen yet.
///
/// Since 5.5, by file and any since 5.19; io_uring_enter(2).
public final class Cancel extends Op<Integer> {

    private final int fd;
    private final int opcode;
    private final int flags;
    private final String what;

    private Cancel(int fd, int opcode, int flags, String what) {
        this.fd = fd;
        this.opcode = opcode;
        this.flags = flags;
        this.what = what;
    }

    /// Everything on a file (since 5.19; on a slot since 6.0).
    public static Cancel of(Target<?> file) {
        int fixed = file.isSlot() ? CancelFlag.FD_FIXED.bits() : 0;
        int flags = CancelFlag.FD.bits() | CancelFlag.ALL.bits() | fixed;
        return new Cancel(file.number(), 0, flags, file.toString());
    }

    /// Everything with an opcode (since 6.6).
    public static Cancel of(Opcode opcode) {
        int flags = CancelFlag.OP.bits() | CancelFlag.ALL.bits();
        return new Cancel(-1, opcode.bits(), flags, opcode.toString());
    }

    /// Everything (since 5.19). The driver's own wake-up is among it, and is armed again.
    public static Cancel any() {
        return new Cancel(-1, 0, CancelFlag.ANY.bits() | CancelFlag.ALL.bits(), "everything");
    }

    @Override
    public Opcode opcode() {
        return Opcode.ASYNC_CANCEL;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(Opcode.ASYNC_CANCEL, fd, 0, opcode, 0).operationFlags(flags);
    }

    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "ASYNC_CANCEL of " + what;
    }
}
