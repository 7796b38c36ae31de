package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;

/// CONNECT: waits where the backlog is full.
final class ConnectOperation implements Operation {

    @Override
    public int awaited() {
        return PollEvents.OUT;
    }

    @Override
    public int prepare(Request request) {
        boolean isPlain =
                request.length == 0
                        && request.bufferIndex == 0
                        && request.operationFlags == 0
                        && request.fileIndex == 0;
        return isPlain ? 0 : Errno.EINVAL.negative();
    }

    @Override
    public Step issue(Request request) {
        if (!(request.file instanceof SimSocket socket)) {
            return request.done(Errno.ENOTSOCK.negative());
        }
        String name = SocketOperation.name(request, socket);
        if (name == null) {
            return request.done(Errno.EAFNOSUPPORT.negative());
        }
        int result = socket.connect(name);
        return result == SimFile.WOULD_BLOCK ? Step.WAIT : request.done(result);
    }
}
