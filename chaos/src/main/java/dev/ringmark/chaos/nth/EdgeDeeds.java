package dev.ringmark.chaos.nth;

import dev.ringmark.runtime.op.Advice;
import dev.ringmark.runtime.op.Advise;
import dev.ringmark.runtime.op.AdviseMemory;
import dev.ringmark.runtime.op.Allocate;
import dev.ringmark.runtime.op.Command;
import dev.ringmark.runtime.op.EpollControl;
import dev.ringmark.runtime.op.EpollWait;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FutexWaitAny;
import dev.ringmark.runtime.op.FutexWord;
import dev.ringmark.runtime.op.GetAttribute;
import dev.ringmark.runtime.op.Link;
import dev.ringmark.runtime.op.MakeDirectory;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.OpenWithin;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Rename;
import dev.ringmark.runtime.op.SetAttribute;
import dev.ringmark.runtime.op.Splice;
import dev.ringmark.runtime.op.Status;
import dev.ringmark.runtime.op.SymbolicLink;
import dev.ringmark.runtime.op.SyncRange;
import dev.ringmark.runtime.op.Tee;
import dev.ringmark.runtime.op.Unlink;
import dev.ringmark.runtime.op.WaitForProcess;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.List;

/// A submit of each opcode that the model refuses as if it were built out of the kernel: what fails
/// of it is the request and its preparation.
final class EdgeDeeds {

    private static final String NAME = "user.a";

    private EdgeDeeds() {}

    private interface Maker {
        Op<?> make(World world);
    }

    static void addTo(List<Deed> all) {
        add(all, Opcode.SYNC_FILE_RANGE, w -> SyncRange.of(w.file, 0, 0));
        add(all, Opcode.FALLOCATE, w -> Allocate.of(w.file, 0, 1));
        add(all, Opcode.FADVISE, w -> Advise.of(w.file, 0, 0, Advice.RANDOM));
        add(all, Opcode.MADVISE, w -> AdviseMemory.of(w.buffer, Advice.NORMAL));
        add(all, Opcode.STATX, _ -> Status.path("a"));
        add(all, Opcode.OPENAT2, _ -> OpenWithin.of(Fd.WORKING_DIRECTORY, "a"));
        add(all, Opcode.RENAMEAT, _ -> Rename.of("a", "b"));
        add(all, Opcode.LINKAT, _ -> Link.of("a", "b"));
        add(all, Opcode.SYMLINKAT, _ -> SymbolicLink.of("a", "b"));
        add(all, Opcode.UNLINKAT, _ -> Unlink.file("a"));
        add(all, Opcode.MKDIRAT, _ -> MakeDirectory.path("a", 0700));
        add(all, Opcode.SPLICE, w -> Splice.of(w.reader, w.left, 1));
        add(all, Opcode.TEE, w -> Tee.of(w.reader, w.writer, 1));
        add(all, Opcode.FSETXATTR, w -> SetAttribute.of(w.file, NAME, new byte[3]));
        add(all, Opcode.SETXATTR, _ -> SetAttribute.path("a", NAME, new byte[3]));
        add(all, Opcode.FGETXATTR, w -> GetAttribute.of(w.file, NAME, 3));
        add(all, Opcode.GETXATTR, _ -> GetAttribute.path("a", NAME, 3));
        add(all, Opcode.WAITID, _ -> WaitForProcess.pid(1));
        add(
                all,
                Opcode.FUTEX_WAITV,
                w ->
                        FutexWaitAny.of(
                                List.of(new FutexWaitAny.Expected(new FutexWord(w.buffer, 0), 0))));
        add(all, Opcode.EPOLL_CTL, w -> EpollControl.add(new Fd<>(99), w.reader, 1, PollEvent.IN));
        add(all, Opcode.EPOLL_WAIT, _ -> EpollWait.on(new Fd<>(99), 4));
        add(all, Opcode.URING_CMD, w -> Command.unreadBytes(w.left));
    }

    private static void add(List<Deed> all, Opcode opcode, Maker maker) {
        all.add(Deed.of(opcode, w -> w.call(maker.make(w))));
    }
}
