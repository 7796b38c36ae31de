package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// SHUTDOWN, BIND and LISTEN: the same as the system calls.
final class SocketOperation implements Operation {

    @Override
    public int prepare(Request request) {
        boolean isPlain =
                request.operationFlags == 0 && request.bufferIndex == 0 && request.fileIndex == 0;
        return isPlain ? 0 : Errno.EINVAL.negative();
    }

    @Override
    public Step issue(Request request) {
        if (!(request.file instanceof SimSocket socket)) {
            return request.done(Errno.ENOTSOCK.negative());
        }
        if (request.opcode == Opcode.SHUTDOWN.bits()) {
            boolean isKnown = request.length >= 0 && request.length <= SimSocket.SHUT_RDWR;
            return request.done(
                    isKnown ? socket.shutdown(request.length) : Errno.EINVAL.negative());
        }
        if (request.opcode == Opcode.LISTEN.bits()) {
            return request.done(socket.listen(request.length));
        }
        String name = name(request, socket);
        return request.done(name == null ? Errno.EINVAL.negative() : socket.bind(name));
    }

    /// The address that a request names, or null where it is none of the socket's family.
    static @Nullable String name(Request request, SimSocket socket) {
        int size = (int) request.offset;
        boolean isMapped = request.ring.kernel().isMapped(request.address, size);
        return isMapped ? SocketNames.read(request.address, size, socket.domain()) : null;
    }
}
