package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

/// PROVIDE_BUFFERS and REMOVE_BUFFERS.
final class BuffersOperation implements Operation {

    private static final int COUNT_MAX = 65_536;

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        if (request.operationFlags != 0 || request.fileIndex != 0) {
            return Errno.EINVAL.negative();
        }
        int count = request.fd;
        if (request.opcode == Opcode.REMOVE_BUFFERS.bits()) {
            boolean isPlain = request.address == 0 && request.length == 0 && request.offset == 0;
            return isPlain && count > 0 && count <= COUNT_MAX ? 0 : Errno.EINVAL.negative();
        }
        if (count <= 0 || count > COUNT_MAX) {
            return Errno.E2BIG.negative();
        }
        if (request.length == 0 || request.offset < 0 || request.offset > 0xffff) {
            return Errno.EINVAL.negative();
        }
        if (request.offset + count > COUNT_MAX) {
            return Errno.EINVAL.negative();
        }
        long size = (long) count * request.length;
        return request.ring.kernel().isMapped(request.address, size) ? 0 : Errno.EFAULT.negative();
    }

    @Override
    public Step issue(Request request) {
        BufferGroups groups = request.ring.groups();
        if (request.opcode == Opcode.REMOVE_BUFFERS.bits()) {
            BufferGroup found = groups.get(request.bufferIndex);
            if (found == null) {
                return request.done(Errno.ENOENT.negative());
            }
            return request.done(
                    found instanceof ClassicBuffers classic
                            ? classic.remove(request.fd)
                            : Errno.EINVAL.negative());
        }
        ClassicBuffers classic = groups.classic(request.bufferIndex);
        if (classic == null) {
            return request.done(Errno.EINVAL.negative());
        }
        for (int index = 0; index < request.fd; index++) {
            long address = request.address + (long) index * request.length;
            classic.add(address, request.length, (int) request.offset + index);
        }
        return request.done(0);
    }
}
