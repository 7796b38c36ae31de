package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.List;

/// Reads of every kind: plain, vectored, into fixed buffers, again and again.
final class ReadOperation implements Operation {

    private static final long DIRECT_LATENCY_MAX = 200_000;

    @Override
    public boolean selectsBuffer() {
        return true;
    }

    @Override
    public boolean takesPriority() {
        return true;
    }

    @Override
    public boolean isPollable() {
        return true;
    }

    @Override
    public int prepare(Request request) {
        if (request.opcode == Opcode.READ_MULTISHOT.bits()) {
            request.isMultishot = true;
            boolean isLegal =
                    Buffers.areSelected(request) && request.address == 0 && request.length == 0;
            return isLegal ? 0 : Errno.EINVAL.negative();
        }
        return Transfers.prepare(request);
    }

    @Override
    public Step issue(Request request) {
        SimFile file = Transfers.fileOf(request);
        if (request.ring.has(SetupFlag.IOPOLL)) {
            return request.done(Errno.EOPNOTSUPP.negative()); // there is no device to poll
        }
        if (request.isMultishot) {
            return file.isRegular() ? request.done(Errno.EBADFD.negative()) : repeat(request, file);
        }
        boolean isSlow = file instanceof RegularFile regular && regular.isDirect();
        if (isSlow && request.timer == null) {
            long usual = request.ring.kernel().streams().latency(DIRECT_LATENCY_MAX);
            Transfers.finishLater(request, usual);
            request.ring.kernel().scribble(request);
            return Step.ARMED;
        }
        int result = read(request, file);
        if (result == SimFile.WOULD_BLOCK) {
            return Transfers.wait(request, file);
        }
        if (Transfers.isShort(request, result)) {
            request.fail();
        }
        return request.done(result);
    }

    @Override
    public long writableSize(Request request) {
        boolean isPlain =
                request.opcode == Opcode.READ.bits() || request.opcode == Opcode.READ_FIXED.bits();
        return isPlain && !Buffers.areSelected(request)
                ? Integer.toUnsignedLong(request.length)
                : 0;
    }

    private static int read(Request request, SimFile file) {
        long offset = request.offset;
        Span.Transfer transfer =
                (address, size, done) ->
                        file.read(address, size, offset == -1 ? -1 : offset + done);
        if (Buffers.areSelected(request)) {
            if (!file.isRegular() && (file.ready() & (PollEvents.IN | PollEvents.HUP)) == 0) {
                return Buffers.isThere(request) ? SimFile.WOULD_BLOCK : Errno.ENOBUFS.negative();
            }
            return Buffers.transfer(request, transfer, true);
        }
        List<Span> spans = Transfers.spansOf(request);
        if (!Span.areMapped(request.ring.kernel(), spans)) {
            return Errno.EFAULT.negative();
        }
        return Span.transfer(Transfers.limit(request, spans), transfer);
    }

    private Step repeat(Request request, SimFile file) {
        while (true) {
            request.cqeFlags = 0;
            int result = read(request, file);
            if (result == SimFile.WOULD_BLOCK) {
                return Step.WAIT;
            }
            if (result <= 0) {
                return request.done(result);
            }
            int flags = request.cqeFlags | CqeFlag.MORE.bits();
            if (!request.ring.lifecycle().postShot(request, result, flags)) {
                return request.done(result);
            }
        }
    }
}
