package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

/// FUTEX_WAIT and FUTEX_WAKE on 32-bit words of this process.
final class FutexOperation implements Operation {

    private static final int SIZE_MASK = 0x3;
    private static final int SIZE_U32 = 0x2;
    private static final int PRIVATE = 0x80;
    private static final long MASK_MAX = 0xffff_ffffL;

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        int flags = request.fd;
        if (request.length != 0
                || request.operationFlags != 0
                || request.bufferIndex != 0
                || request.fileIndex != 0
                || (flags & ~(SIZE_MASK | PRIVATE)) != 0
                || (flags & SIZE_MASK) != SIZE_U32
                || request.address3 == 0
                || Long.compareUnsigned(request.address3, MASK_MAX) > 0) {
            return Errno.EINVAL.negative();
        }
        return 0;
    }

    @Override
    public Step issue(Request request) {
        SimulatedKernel kernel = request.ring.kernel();
        if (!kernel.isMapped(request.address, Integer.BYTES)) {
            return request.done(Errno.EFAULT.negative());
        }
        if (request.opcode == Opcode.FUTEX_WAKE.bits()) {
            int woken = kernel.futexes().wake(request.address, request.address3, request.offset);
            return request.done(woken);
        }
        if (UserMemory.getInt(request.address) != (int) request.offset) {
            return request.done(Errno.EAGAIN.negative());
        }
        kernel.futexes().add(request);
        return Step.ARMED;
    }

    @Override
    public void cancelled(Request request) {
        request.ring.kernel().futexes().remove(request);
    }
}
