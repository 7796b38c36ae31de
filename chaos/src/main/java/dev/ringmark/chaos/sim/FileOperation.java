package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;

/// FSYNC, FTRUNCATE and FIXED_FD_INSTALL: what is done to a file as a whole.
final class FileOperation implements Operation {

    private static final int NO_CLOEXEC = 1;

    @Override
    public int prepare(Request request) {
        if (request.opcode == Opcode.FIXED_FD_INSTALL.bits()) {
            if (!request.has(SqeFlag.FIXED_FILE)) {
                return Errno.EBADF.negative();
            }
            boolean isPlain =
                    request.offset == 0
                            && request.address == 0
                            && request.length == 0
                            && request.bufferIndex == 0
                            && request.fileIndex == 0
                            && request.address3 == 0
                            && (request.operationFlags & ~NO_CLOEXEC) == 0;
            return isPlain ? 0 : Errno.EINVAL.negative();
        }
        boolean isPlain = request.address == 0 && request.bufferIndex == 0;
        return isPlain && request.fileIndex == 0 ? 0 : Errno.EINVAL.negative();
    }

    @Override
    public Step issue(Request request) {
        SimFile file = Transfers.fileOf(request);
        if (request.opcode == Opcode.FIXED_FD_INSTALL.bits()) {
            boolean cloexec = (request.operationFlags & NO_CLOEXEC) == 0;
            return request.done(request.ring.kernel().fds().install(file, cloexec));
        }
        if (request.opcode == Opcode.FTRUNCATE.bits()) {
            return request.done(file.truncate(request.offset));
        }
        return request.done(file.isRegular() ? 0 : Errno.EINVAL.negative());
    }
}
