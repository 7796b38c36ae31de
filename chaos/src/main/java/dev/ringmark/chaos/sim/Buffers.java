package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.List;

/// Chooses a buffer for a request that brings none, and gives it to user space with the CQE.
final class Buffers {

    private Buffers() {}

    /// Whether a request has to be given one.
    static boolean areSelected(Request request) {
        return request.has(SqeFlag.BUFFER_SELECT);
    }

    /// Whether the group of a request can give one.
    static boolean isThere(Request request) {
        BufferGroup group = request.ring.groups().get(request.bufferIndex);
        return group != null && group.peek() != null;
    }

    /// Transfers into the next buffer of a request's group.
    ///
    /// @return how many bytes, or `-errno`; the buffer is the request's when it is 0 or more
    static int transfer(Request request, Span.Transfer transfer, boolean keepsEmpty) {
        BufferGroup group = request.ring.groups().get(request.bufferIndex);
        BufferGroup.Buffer buffer = group == null ? null : group.peek();
        if (group == null || buffer == null) {
            return Errno.ENOBUFS.negative();
        }
        int size = request.length == 0 ? buffer.size() : Math.min(request.length, buffer.size());
        List<Span> spans = List.of(new Span(buffer.address(), size));
        if (!Span.areMapped(request.ring.kernel(), spans)) {
            return Errno.EFAULT.negative();
        }
        int result = Span.transfer(spans, transfer);
        if (result > 0 || (result == 0 && keepsEmpty)) {
            request.cqeFlags |= group.take(Math.max(result, 0));
        }
        return result;
    }
}
