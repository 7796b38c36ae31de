package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.List;

/// Writes of every kind: plain, vectored, from fixed buffers.
final class WriteOperation implements Operation {

    private static final long DIRECT_LATENCY_MAX = 200_000;

    @Override
    public boolean takesPriority() {
        return true;
    }

    @Override
    public boolean isPollable() {
        return true;
    }

    @Override
    public int awaited() {
        return PollEvents.OUT;
    }

    @Override
    public int prepare(Request request) {
        return Transfers.prepare(request);
    }

    @Override
    public Step issue(Request request) {
        SimFile file = Transfers.fileOf(request);
        if (request.ring.has(SetupFlag.IOPOLL)) {
            return request.done(Errno.EOPNOTSUPP.negative());
        }
        List<Span> spans = Transfers.spansOf(request);
        if (!Span.areMapped(request.ring.kernel(), spans)) {
            return request.done(Errno.EFAULT.negative());
        }
        boolean isSlow = file instanceof RegularFile regular && regular.isDirect();
        if (isSlow && request.timer == null) {
            Transfers.finishLater(
                    request, request.ring.kernel().streams().latency(DIRECT_LATENCY_MAX));
            return Step.ARMED;
        }
        long offset = request.offset;
        int result =
                Span.transfer(
                        Transfers.limit(request, spans),
                        (address, size, done) ->
                                file.write(address, size, offset == -1 ? -1 : offset + done));
        if (result == SimFile.WOULD_BLOCK) {
            return Transfers.wait(request, file);
        }
        if (Transfers.isShort(request, result)) {
            request.fail();
        }
        return request.done(result);
    }
}
