package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.ArrayList;
import java.util.List;

/// What reads and writes have in common: their memory, and what they do when nothing can move.
final class Transfers {

    /// The memory of a request, read at consumption.
    private record Memory(List<Span> spans) {}

    private Transfers() {}

    /// Reads where the memory is.
    ///
    /// @return 0 or `-errno`
    static int prepare(Request request) {
        SimulatedKernel kernel = request.ring.kernel();
        List<Span> spans = new ArrayList<>(1);
        boolean isVector =
                request.opcode == Opcode.READV.bits()
                        || request.opcode == Opcode.WRITEV.bits()
                        || request.opcode == Opcode.READV_FIXED.bits()
                        || request.opcode == Opcode.WRITEV_FIXED.bits();
        if (isVector && Buffers.areSelected(request) && request.length != 1) {
            return Errno.EINVAL.negative();
        }
        if (isVector) {
            int error = Span.readVector(kernel, request.address, request.length, spans);
            if (error != 0) {
                return error;
            }
        } else {
            spans.add(new Span(request.address, Math.max(0, request.length)));
        }
        request.state = new Memory(spans);
        return 0;
    }

    /// Whether the memory lies in the fixed buffer it names, for the opcodes that need one.
    static boolean isInFixedBuffer(Request request, List<Span> spans) {
        boolean isFixed =
                request.opcode == Opcode.READ_FIXED.bits()
                        || request.opcode == Opcode.WRITE_FIXED.bits()
                        || request.opcode == Opcode.READV_FIXED.bits()
                        || request.opcode == Opcode.WRITEV_FIXED.bits();
        return !isFixed
                || spans.stream()
                        .allMatch(
                                span ->
                                        request.ring
                                                .buffers()
                                                .holds(
                                                        request.bufferIndex,
                                                        span.address(),
                                                        span.size()));
    }

    static SimFile fileOf(Request request) {
        SimFile file = request.file;
        if (file == null) {
            throw new IllegalStateException("issued without its file: opcode " + request.opcode);
        }
        return file;
    }

    /// The memory; a span nowhere stands for memory outside of its fixed buffer.
    static List<Span> spansOf(Request request) {
        if (!(request.state instanceof Memory memory)) {
            throw new IllegalStateException("not prepared: opcode " + request.opcode);
        }
        return isInFixedBuffer(request, memory.spans) ? memory.spans : List.of(new Span(0, 1));
    }

    /// Whether a transfer moved fewer bytes than it might, which breaks its chain (K22).
    static boolean isShort(Request request, int result) {
        boolean isOpen = Buffers.areSelected(request) && request.length == 0;
        return !isOpen && result >= 0 && result < Span.total(spansOf(request));
    }

    /// As much of the memory as this transfer may use.
    static List<Span> limit(Request request, List<Span> spans) {
        int total = Span.total(spans);
        if (total <= 1) {
            return spans;
        }
        int most = request.ring.kernel().interference().transfer(request.opcode, total);
        return most >= total ? spans : Span.first(spans, Math.max(1, most));
    }

    /// Nothing can move: waits, or says so.
    static Step wait(Request request, SimFile file) {
        boolean waits = !file.isNonBlocking() || request.ring.kernel().is(Switch.NONBLOCK_WAITS);
        return waits ? Step.WAIT : request.done(Errno.EAGAIN.negative());
    }

    /// A device does it, and tells when it did.
    static void finishLater(Request request, long usual) {
        SimulatedKernel kernel = request.ring.kernel();
        request.isInDevice = true;
        long latency = kernel.interference().latency(request.opcode, usual);
        request.timer =
                kernel.heap()
                        .in(
                                latency,
                                () ->
                                        request.ring.later(
                                                request,
                                                () -> request.ring.lifecycle().issue(request)));
    }
}
