package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Sends of every kind. A zero-copy send has a second CQE, which gives the memory back: it comes
/// exactly when the first one has F_MORE.
final class SendOperation implements Operation {

    private static final long NOTIFICATION_LATENCY_MAX = 50_000;
    private static final int COPIED = 1 << 31;

    @Override
    public boolean takesPriority() {
        return true;
    }

    @Override
    public boolean selectsBuffer() {
        return true;
    }

    @Override
    public int awaited() {
        return PollEvents.OUT;
    }

    @Override
    public int prepare(Request request) {
        boolean isZeroCopy = isZeroCopy(request);
        int known = RecvSendFlag.RECVSEND_POLL_FIRST.bits();
        if (isZeroCopy) {
            known |=
                    RecvSendFlag.RECVSEND_FIXED_BUF.bits()
                            | RecvSendFlag.SEND_ZC_REPORT_USAGE.bits();
        }
        boolean isBad =
                (request.ioPriority & ~known) != 0
                        || (isZeroCopy && Buffers.areSelected(request))
                        || (isZeroCopy && request.isSilent);
        return isBad ? Errno.EINVAL.negative() : Messages.prepare(request);
    }

    @Override
    public Step issue(Request request) {
        if (!(request.file instanceof SimSocket socket)) {
            return request.done(Errno.ENOTSOCK.negative());
        }
        while (true) {
            int result = send(request, socket);
            if (result == SimFile.WOULD_BLOCK && waits(request)) {
                return Step.WAIT;
            }
            if (!isToBeContinued(request, socket, result)) {
                return end(request, all(request, result));
            }
            request.result += result;
        }
    }

    private static boolean waits(Request request) {
        return (request.operationFlags & OpenFlags.MSG_DONTWAIT) == 0;
    }

    private static boolean isAll(Request request) {
        return (request.operationFlags & OpenFlags.MSG_WAITALL) != 0;
    }

    /// With MSG_WAITALL what went out is kept in the result until it is all.
    private static boolean isToBeContinued(Request request, SimSocket socket, int result) {
        return result > 0
                && isAll(request)
                && waits(request)
                && socket.isStream()
                && !isZeroCopy(request)
                && !Buffers.areSelected(request)
                && request.ring.kernel().is(Switch.SENDS_ALL)
                && request.result + result < Span.total(Messages.of(request).spans());
    }

    private static int all(Request request, int last) {
        int sum = request.result + Math.max(0, last);
        boolean isShort = sum < Span.total(Messages.of(request).spans());
        if (isAll(request) && isShort && (last >= 0 || sum > 0)) {
            request.fail();
        }
        return sum > 0 ? sum : last;
    }

    private static int send(Request request, SimSocket socket) {
        if (isZeroCopy(request) && socket.domain() == OpenFlags.AF_UNIX) {
            return Errno.EOPNOTSUPP.negative();
        }
        Messages messages = Messages.of(request);
        @Nullable String to = null;
        if (messages.name() != 0 && messages.nameSize() > 0) {
            if (!request.ring.kernel().isMapped(messages.name(), messages.nameSize())) {
                return Errno.EFAULT.negative();
            }
            to = SocketNames.read(messages.name(), messages.nameSize(), socket.domain());
        }
        String target = to;
        Span.Transfer transfer = (address, size, done) -> socket.send(address, size, target);
        if (Buffers.areSelected(request)) {
            return Buffers.transfer(request, transfer, true);
        }
        List<Span> spans = Span.skip(messages.spans(), request.result);
        if (!Span.areMapped(request.ring.kernel(), spans)) {
            return Errno.EFAULT.negative();
        }
        return Span.transfer(socket.isStream() ? Transfers.limit(request, spans) : spans, transfer);
    }

    private static Step end(Request request, int result) {
        if (!isZeroCopy(request)) {
            return request.done(result);
        }
        request.cqeFlags |= CqeFlag.MORE.bits();
        SimRing ring = request.ring;
        boolean reports = (request.ioPriority & RecvSendFlag.SEND_ZC_REPORT_USAGE.bits()) != 0;
        int usage = reports ? COPIED : 0;
        long userData = request.userData;
        long usual = ring.kernel().streams().latency(NOTIFICATION_LATENCY_MAX);
        Runnable post =
                () -> {
                    ring.postMessage(userData, usage, CqeFlag.NOTIF.bits());
                    ring.notified(request);
                };
        ring.kernel()
                .heap()
                .in(
                        ring.kernel().interference().latency(request.opcode, usual),
                        () -> ring.later(request, post));
        return request.done(result);
    }

    private static boolean isZeroCopy(Request request) {
        return request.opcode == Opcode.SEND_ZC.bits()
                || request.opcode == Opcode.SENDMSG_ZC.bits();
    }
}
