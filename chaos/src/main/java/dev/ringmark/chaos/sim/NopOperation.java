package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.SetupFlag;

/// NOP, and what can be injected into it.
final class NopOperation implements Operation {

    @Override
    public int prepare(Request request) {
        int known = 0;
        for (NopFlag flag : NopFlag.values()) {
            known |= request.ring.kernel().profile().has(flag) ? flag.bits() : 0;
        }
        boolean isWide = request.hasOption(NopFlag.CQE32.bits());
        SimRing ring = request.ring;
        boolean hasRoom = ring.has(SetupFlag.CQE32) || ring.has(SetupFlag.CQE_MIXED);
        if ((request.operationFlags & ~known) != 0 || (isWide && !hasRoom)) {
            return Errno.EINVAL.negative();
        }
        return 0;
    }

    @Override
    public Step issue(Request request) {
        if (request.hasOption(NopFlag.TW.bits()) && request.state == null) {
            request.state = NopFlag.TW; // only once
            request.ring.later(request, () -> request.ring.lifecycle().issue(request));
            return Step.ARMED;
        }
        if (request.hasOption(NopFlag.CQE32.bits())) {
            request.isWide = true;
            request.extra1 = request.offset;
            request.extra2 = request.address;
        }
        if (request.hasOption(NopFlag.FILE.bits())) {
            boolean isFixed = request.hasOption(NopFlag.FIXED_FILE.bits());
            SimFile file =
                    isFixed
                            ? request.ring.files().get(request.fd)
                            : request.ring.kernel().fds().get(request.fd);
            if (file == null) {
                return request.done(Errno.EBADF.negative());
            }
        }
        boolean needsBuffer = request.hasOption(NopFlag.FIXED_BUFFER.bits());
        if (needsBuffer && !request.ring.buffers().has(request.bufferIndex)) {
            return request.done(Errno.EFAULT.negative());
        }
        return request.done(request.hasOption(NopFlag.INJECT_RESULT.bits()) ? request.length : 0);
    }

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public boolean isPollable() {
        return true;
    }
}
