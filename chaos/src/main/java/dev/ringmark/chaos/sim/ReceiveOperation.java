package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import java.util.List;

/// RECV and RECVMSG, once or again and again.
final class ReceiveOperation implements Operation {

    @Override
    public boolean takesPriority() {
        return true;
    }

    @Override
    public boolean selectsBuffer() {
        return true;
    }

    @Override
    public int prepare(Request request) {
        int multishot = RecvSendFlag.RECV_MULTISHOT.bits();
        int known = RecvSendFlag.RECVSEND_POLL_FIRST.bits() | multishot;
        request.isMultishot = (request.ioPriority & multishot) != 0;
        boolean waitsForAll = (request.operationFlags & OpenFlags.MSG_WAITALL) != 0;
        boolean isBad =
                (request.ioPriority & ~known) != 0
                        || (request.isMultishot && (!Buffers.areSelected(request) || waitsForAll))
                        || (request.isMultishot
                                && request.opcode == Opcode.RECV.bits()
                                && request.length != 0);
        return isBad ? Errno.EINVAL.negative() : Messages.prepare(request);
    }

    @Override
    public Step issue(Request request) {
        if (!(request.file instanceof SimSocket socket)) {
            return request.done(Errno.ENOTSOCK.negative());
        }
        while (true) {
            request.cqeFlags = 0;
            int result = receive(request, socket);
            if (result == SimFile.WOULD_BLOCK) {
                boolean waits = (request.operationFlags & OpenFlags.MSG_DONTWAIT) == 0;
                return waits ? Step.WAIT : request.done(result);
            }
            if (result > 0 && (socket.ready() & PollEvents.IN) != 0) {
                request.cqeFlags |= CqeFlag.SOCK_NONEMPTY.bits();
            }
            int flags = request.cqeFlags | CqeFlag.MORE.bits();
            boolean goesOn =
                    request.isMultishot
                            && result > 0
                            && request.ring.lifecycle().postShot(request, result, flags);
            if (!goesOn && !isToBeContinued(request, result)) {
                return end(request, result);
            }
        }
    }

    @Override
    public long writableSize(Request request) {
        boolean isPlain = request.opcode == Opcode.RECV.bits() && !Buffers.areSelected(request);
        // With MSG_WAITALL what came already stands in it.
        boolean isEmpty = request.result == 0;
        return isPlain && isEmpty ? Integer.toUnsignedLong(request.length) : 0;
    }

    /// With MSG_WAITALL what came is kept in the result until it is all.
    private static boolean isToBeContinued(Request request, int result) {
        if (!waitsForAll(request) || result <= 0) {
            return false;
        }
        boolean isAll = request.result + result >= Span.total(Messages.of(request).spans());
        if (!isAll) {
            request.result += result;
        }
        return !isAll;
    }

    private static Step end(Request request, int result) {
        if (!waitsForAll(request)) {
            return request.done(result);
        }
        int sum = request.result + Math.max(0, result);
        boolean isShort = sum < Span.total(Messages.of(request).spans());
        if (isShort && request.ring.kernel().is(Switch.SHORT_WAITALL_BREAKS_CHAIN)) {
            request.fail();
        }
        return request.done(sum > 0 ? sum : result);
    }

    private static boolean waitsForAll(Request request) {
        return (request.operationFlags & OpenFlags.MSG_WAITALL) != 0
                && !Buffers.areSelected(request);
    }

    private static int receive(Request request, SimSocket socket) {
        int flags = request.operationFlags;
        Span.Transfer transfer = (address, size, done) -> socket.receive(address, size, flags);
        if (Buffers.areSelected(request)) {
            boolean hasBuffer = Buffers.isThere(request);
            boolean atOnce = request.ring.kernel().is(Switch.NO_BUFFERS_AT_ONCE);
            boolean isReady = (socket.ready() & (PollEvents.IN | PollEvents.HUP)) != 0;
            if (!isReady) {
                return hasBuffer || !atOnce ? SimFile.WOULD_BLOCK : Errno.ENOBUFS.negative();
            }
            return Buffers.transfer(request, transfer, false);
        }
        List<Span> spans = Span.skip(Messages.of(request).spans(), request.result);
        if (!Span.areMapped(request.ring.kernel(), spans)) {
            return Errno.EFAULT.negative();
        }
        return Span.transfer(socket.isStream() ? Transfers.limit(request, spans) : spans, transfer);
    }
}
