package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;

/// CLOSE of an fd or a slot, and FILES_UPDATE.
final class CloseOperation implements Operation {

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        if (request.opcode == Opcode.FILES_UPDATE.bits()) {
            boolean isPlain =
                    request.operationFlags == 0
                            && request.fileIndex == 0
                            && request.length != 0
                            && !request.has(SqeFlag.FIXED_FILE);
            return isPlain ? 0 : Errno.EINVAL.negative();
        }
        if (request.has(SqeFlag.FIXED_FILE)) {
            return Errno.EBADF.negative();
        }
        boolean isPlain =
                request.offset == 0
                        && request.address == 0
                        && request.length == 0
                        && request.operationFlags == 0
                        && request.bufferIndex == 0
                        && (request.fileIndex == 0 || request.fd == 0);
        return isPlain ? 0 : Errno.EINVAL.negative();
    }

    @Override
    public Step issue(Request request) {
        SimRing ring = request.ring;
        if (request.opcode == Opcode.FILES_UPDATE.bits()) {
            int offset = (int) request.offset;
            return request.done(
                    FileRegistration.update(ring, offset, request.address, request.length));
        }
        if (request.fileIndex == 0) {
            boolean isRing = ring.kernel().fds().get(request.fd) instanceof SimRing;
            return request.done(
                    isRing ? Errno.EBADF.negative() : ring.kernel().fds().close(request.fd));
        }
        int slot = request.fileIndex - 1;
        if (!ring.files().isRegistered()) {
            return request.done(Errno.ENXIO.negative());
        }
        if (slot < 0 || slot >= ring.files().size()) {
            return request.done(Errno.EINVAL.negative());
        }
        if (ring.files().get(slot) == null) {
            return request.done(Errno.EBADF.negative());
        }
        ring.files().set(slot, null);
        return request.done(0);
    }
}
