package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;

/// ACCEPT: once, or for every connection that comes.
final class AcceptOperation implements Operation {

    @Override
    public boolean takesPriority() {
        return true;
    }

    @Override
    public int prepare(Request request) {
        int known = 0;
        for (AcceptFlag flag : AcceptFlag.values()) {
            known |= request.ring.kernel().profile().has(flag) ? flag.bits() : 0;
        }
        int flags = request.operationFlags;
        request.isMultishot = (request.ioPriority & AcceptFlag.MULTISHOT.bits()) != 0;
        boolean isNamed = request.fileIndex != 0 && request.fileIndex != FileSlots.ALLOC;
        boolean isBad =
                request.length != 0
                        || request.bufferIndex != 0
                        || (request.ioPriority & ~known) != 0
                        || (flags & ~(OpenFlags.CLOEXEC | OpenFlags.NONBLOCK)) != 0
                        || (request.fileIndex != 0 && (flags & OpenFlags.CLOEXEC) != 0)
                        || (request.isMultishot && isNamed);
        return isBad ? Errno.EINVAL.negative() : 0;
    }

    @Override
    public Step issue(Request request) {
        if (!(request.file instanceof SimSocket socket)) {
            return request.done(Errno.ENOTSOCK.negative());
        }
        while (true) {
            FileNames.Opened opened = socket.accept();
            SimFile file = opened.file();
            if (opened.error() == SimFile.WOULD_BLOCK) {
                boolean waits = (request.ioPriority & AcceptFlag.DONTWAIT.bits()) == 0;
                return waits ? Step.WAIT : request.done(SimFile.WOULD_BLOCK);
            }
            if (file == null) {
                return request.done(opened.error());
            }
            writeName(request, socket);
            int result =
                    OpenOperation.install(request, file, request.operationFlags, request.fileIndex);
            boolean goesOn =
                    request.isMultishot
                            && result >= 0
                            && request.ring
                                    .lifecycle()
                                    .postShot(request, result, CqeFlag.MORE.bits());
            if (!goesOn) {
                return request.done(result);
            }
        }
    }

    private static void writeName(Request request, SimSocket socket) {
        SimulatedKernel kernel = request.ring.kernel();
        if (request.address == 0 || !kernel.isMapped(request.offset, Integer.BYTES)) {
            return;
        }
        int room = UserMemory.getInt(request.offset);
        if (kernel.isMapped(request.address, room)) {
            int size = SocketNames.write(request.address, room, socket.domain(), null);
            UserMemory.setInt(request.offset, size);
        }
    }
}
