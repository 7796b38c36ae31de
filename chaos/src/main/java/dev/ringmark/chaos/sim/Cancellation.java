package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.SyncCancelLayout;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which requests a cancel means, and how they end.
///
/// @param userData what they are called
/// @param flags bits of [CancelFlag]
/// @param opcode what they do, with OP
/// @param file what they work on, with FD
record Cancellation(long userData, int flags, int opcode, @Nullable SimFile file) {

    private static final int KNOWN = UapiConstant.bitsOf(Arrays.asList(CancelFlag.values()));

    /// Whether flags are known and do not contradict each other.
    static boolean areLegal(int flags) {
        boolean any = has(flags, CancelFlag.ANY);
        return (flags & ~KNOWN) == 0
                && !(any && (has(flags, CancelFlag.FD) || has(flags, CancelFlag.OP)));
    }

    static boolean has(int flags, CancelFlag flag) {
        return (flags & flag.bits()) != 0;
    }

    /// Ends what matches.
    ///
    /// @param self the cancel itself, which is never meant; null for a synchronous one
    /// @return what the cancel is answered with
    int run(SimRing ring, @Nullable Request self) {
        boolean all = has(flags, CancelFlag.ALL) || has(flags, CancelFlag.ANY);
        int count = 0;
        for (Request one : candidates(ring)) {
            if (one == self || one.phase == Request.Phase.DONE || !matches(one)) {
                continue;
            }
            int result = end(one);
            if (!all) {
                return result;
            }
            count += result >= 0 ? 1 : 0;
        }
        return all ? count : Errno.ENOENT.negative();
    }

    /// Ends one request.
    ///
    /// @return 0 or, for a futex wait, 1; `-EALREADY` when it can't be stopped any more
    static int end(Request request) {
        Event timer = request.timer;
        boolean isFiring = timer != null && timer.isOff();
        boolean isBusy = request.phase == Request.Phase.RUNNING && !request.isInWorker;
        if (request.file instanceof StuckDevice || isBusy || isFiring) {
            return Errno.EALREADY.negative();
        }
        SimRing ring = request.ring;
        Operation operation = request.operation;
        if (operation != null) {
            operation.cancelled(request);
        }
        ring.lifecycle().abort(request, Errno.ECANCELED.negative(), true);
        boolean isFutex = request.opcode == Opcode.FUTEX_WAIT.bits();
        return isFutex && ring.kernel().is(Switch.FUTEX_CANCEL_COUNTS) ? 1 : 0;
    }

    /// IORING_REGISTER_SYNC_CANCEL.
    static int sync(SimRing ring, long argument, int count) {
        if (argument == 0 || count != 1) {
            return Errno.EINVAL.negative();
        }
        if (!ring.kernel().isMapped(argument, SyncCancelLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        int flags = UserMemory.getInt(argument + SyncCancelLayout.FLAGS);
        if (!areLegal(flags)) {
            return Errno.EINVAL.negative();
        }
        int fd = UserMemory.getInt(argument + SyncCancelLayout.FD);
        SimFile file = null;
        if (has(flags, CancelFlag.FD)) {
            file = file(ring, fd, has(flags, CancelFlag.FD_FIXED));
            if (file == null) {
                return Errno.EBADF.negative();
            }
        }
        long userData = UserMemory.getLong(argument + SyncCancelLayout.ADDR);
        int opcode = UserMemory.getByte(argument + SyncCancelLayout.OPCODE) & 0xff;
        int result = new Cancellation(userData, flags, opcode, file).run(ring, null);
        ring.lifecycle().flush();
        return result;
    }

    static @Nullable SimFile file(SimRing ring, int fd, boolean isFixed) {
        return isFixed ? ring.files().get(fd) : ring.kernel().fds().get(fd);
    }

    private static List<Request> candidates(SimRing ring) {
        return new ArrayList<>(ring.lifecycle().inFlight());
    }

    @SuppressWarnings("ReferenceEquality") // it is about the very same open file
    private boolean isOn(Request request) {
        return file != null && request.file == file;
    }

    private boolean matches(Request request) {
        if (request.opcode == Opcode.LINK_TIMEOUT.bits() || request.isInDevice) {
            return false;
        }
        if (has(flags, CancelFlag.ANY)) {
            return true;
        }
        boolean byFile = has(flags, CancelFlag.FD);
        boolean byOpcode = has(flags, CancelFlag.OP);
        boolean byName = has(flags, CancelFlag.USERDATA) || (!byFile && !byOpcode);
        return (!byFile || isOn(request))
                && (!byOpcode || request.opcode == opcode)
                && (!byName || request.userData == userData);
    }
}
