package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;

/// ASYNC_CANCEL.
final class CancelOperation implements Operation {

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        if (request.has(SqeFlag.BUFFER_SELECT) || request.offset != 0 || request.fileIndex != 0) {
            return Errno.EINVAL.negative();
        }
        return Cancellation.areLegal(request.operationFlags) ? 0 : Errno.EINVAL.negative();
    }

    @Override
    public Step issue(Request request) {
        int fault = request.ring.kernel().interference().cancel();
        if (fault != 0) {
            return request.done(fault);
        }
        int flags = request.operationFlags;
        SimFile file = null;
        if (Cancellation.has(flags, CancelFlag.FD)) {
            boolean isFixed =
                    Cancellation.has(flags, CancelFlag.FD_FIXED) || request.has(SqeFlag.FIXED_FILE);
            file = Cancellation.file(request.ring, request.fd, isFixed);
            if (file == null) {
                return request.done(Errno.EBADF.negative());
            }
        }
        Cancellation meant = new Cancellation(request.address, flags, request.length, file);
        return request.done(meant.run(request.ring, request));
    }
}
