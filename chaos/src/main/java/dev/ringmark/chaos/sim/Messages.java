package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.MessageHeaderLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.ArrayList;
import java.util.List;

/// What a request sends or receives, read at consumption: its memory, and where a `struct msghdr`
/// says so. Control messages are not modelled.
///
/// @param spans the memory
/// @param name where an address stands or goes, or 0
/// @param nameSize its size in bytes
record Messages(List<Span> spans, long name, int nameSize) {

    /// Reads it into the request's state.
    ///
    /// @return 0 or `-errno`
    static int prepare(Request request) {
        boolean hasHeader =
                request.opcode == Opcode.SENDMSG.bits()
                        || request.opcode == Opcode.RECVMSG.bits()
                        || request.opcode == Opcode.SENDMSG_ZC.bits();
        List<Span> spans = new ArrayList<>(1);
        if (!hasHeader) {
            spans.add(new Span(request.address, Math.max(0, request.length)));
            boolean sends = request.opcode != Opcode.RECV.bits();
            int nameSize = sends ? request.fileIndex & 0xffff : 0;
            request.state = new Messages(spans, sends ? request.offset : 0, nameSize);
            return 0;
        }
        SimulatedKernel kernel = request.ring.kernel();
        long header = request.address;
        if (!kernel.isMapped(header, MessageHeaderLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        long iovecs = UserMemory.getLong(header + MessageHeaderLayout.MSG_IOV);
        long count = UserMemory.getLong(header + MessageHeaderLayout.MSG_IOVLEN);
        int error = count == 0 ? 0 : Span.readVector(kernel, iovecs, count, spans);
        request.state =
                new Messages(
                        spans,
                        UserMemory.getLong(header + MessageHeaderLayout.MSG_NAME),
                        UserMemory.getInt(header + MessageHeaderLayout.MSG_NAMELEN));
        return error;
    }

    static Messages of(Request request) {
        if (!(request.state instanceof Messages messages)) {
            throw new IllegalStateException("not prepared: opcode " + request.opcode);
        }
        return messages;
    }
}
