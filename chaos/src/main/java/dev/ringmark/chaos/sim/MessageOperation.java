package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.MsgRingCommand;
import dev.ringmark.runtime.uapi.MsgRingFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import org.jspecify.annotations.Nullable;

/// MSG_RING: a CQE, or a fixed file, for another ring.
final class MessageOperation implements Operation {

    @Override
    public int prepare(Request request) {
        int known = MsgRingFlag.CQE_SKIP.bits();
        if (request.ring.kernel().profile().has(MsgRingFlag.FLAGS_PASS)) {
            known |= MsgRingFlag.FLAGS_PASS.bits();
        }
        boolean isLegal =
                request.bufferIndex == 0
                        && request.personality == 0
                        && (request.operationFlags & ~known) == 0;
        return isLegal ? 0 : Errno.EINVAL.negative();
    }

    @Override
    public Step issue(Request request) {
        if (!(request.file instanceof SimRing target) || target.isDisabled()) {
            return request.done(Errno.EBADFD.negative());
        }
        if (request.address == MsgRingCommand.MSG_DATA.bits()) {
            return request.done(sendData(request, target));
        }
        if (request.address == MsgRingCommand.MSG_SEND_FD.bits()) {
            return request.done(sendFile(request, target));
        }
        return request.done(Errno.EINVAL.negative());
    }

    /// IORING_REGISTER_SEND_MSG_RING: without a ring of the sender's.
    static int sendWithoutRing(SimulatedKernel kernel, long sqe, int count) {
        if (sqe == 0 || count != 1) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(sqe, SqeLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        int opcode = UserMemory.getByte(sqe + SqeLayout.OPCODE) & 0xff;
        int flags = UserMemory.getByte(sqe + SqeLayout.FLAGS);
        if (opcode != Opcode.MSG_RING.bits()
                || flags != 0
                || UserMemory.getLong(sqe + SqeLayout.ADDR) != MsgRingCommand.MSG_DATA.bits()) {
            return Errno.EINVAL.negative();
        }
        SimFile file = kernel.fds().get(UserMemory.getInt(sqe + SqeLayout.FD));
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (!(file instanceof SimRing target) || target.isDisabled()) {
            return Errno.EBADFD.negative();
        }
        post(
                target,
                UserMemory.getLong(sqe + SqeLayout.OFF),
                UserMemory.getInt(sqe + SqeLayout.LEN),
                0);
        return 0;
    }

    private static int sendData(Request request, SimRing target) {
        boolean passes = request.hasOption(MsgRingFlag.FLAGS_PASS.bits());
        if (request.address3 != 0
                || request.hasOption(MsgRingFlag.CQE_SKIP.bits())
                || (!passes && request.fileIndex != 0)) {
            return Errno.EINVAL.negative();
        }
        post(target, request.offset, request.length, passes ? request.fileIndex : 0);
        return 0;
    }

    private static int sendFile(Request request, SimRing target) {
        if (request.length != 0 || target == request.ring) {
            return Errno.EINVAL.negative();
        }
        if (!target.files().isRegistered()) {
            return Errno.ENXIO.negative();
        }
        @Nullable SimFile file = request.ring.files().get((int) request.address3);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        int result = target.files().install(file, request.fileIndex);
        if (result >= 0 && !request.hasOption(MsgRingFlag.CQE_SKIP.bits())) {
            post(target, request.offset, result, 0);
        }
        return result;
    }

    private static void post(SimRing target, long userData, int result, int flags) {
        if (target.has(SetupFlag.DEFER_TASKRUN)) {
            target.taskWork()
                    .add(Opcode.MSG_RING.bits(), () -> target.postMessage(userData, result, flags));
        } else {
            target.postMessage(userData, result, flags);
        }
    }
}
