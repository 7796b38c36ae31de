package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.layout.IovecLayout;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// An operation that moves bytes between a file and several buffers.
abstract class VectorOp extends Op<Integer> {

    private static final int SPANS_MAX = 1024;

    final Target<?> file;
    final List<Span> spans;

    VectorOp(Target<?> file, List<Span> spans) {
        this.file = file;
        this.spans = List.copyOf(spans);
        Require.range("spans: count", spans.size(), 1, SPANS_MAX);
        long length = spans.stream().mapToLong(Span::length).sum();
        Require.range("spans: length", length, 0, OwnedBuffer.SIZE_MAX);
    }

    /// Lays them out as iovecs, and says where.
    final long iovecs(Scratch scratch) {
        MemorySegment vectors = scratch.take(spans.size() * IovecLayout.SIZE);
        for (int at = 0; at < spans.size(); at++) {
            long entry = at * IovecLayout.SIZE;
            vectors.set(JAVA_LONG, entry + IovecLayout.IOV_BASE, spans.get(at).address());
            vectors.set(JAVA_LONG, entry + IovecLayout.IOV_LEN, spans.get(at).length());
        }
        return vectors.address();
    }

    @Override
    protected long scratchSize() {
        return spans.size() * IovecLayout.SIZE;
    }

    @Override
    protected final Integer decode(int result, int flags, Scratch scratch) {
        return result;
    }

    /// Whether all spans are pieces of one buffer, which is lent once.
    boolean lendsOnce() {
        return false;
    }

    @Override
    protected final void lend(Object run) {
        if (lendsOnce()) {
            spans.getFirst().buffer().lend(run);
            return;
        }
        int lent = 0;
        try {
            for (Span span : spans) {
                span.buffer().lend(run);
                lent++;
            }
        } finally {
            for (int at = 0; lent < spans.size() && at < lent; at++) {
                spans.get(at).buffer().giveBack(run);
            }
        }
    }

    @Override
    protected final void giveBack(Object run) {
        if (lendsOnce()) {
            spans.getFirst().buffer().giveBack(run);
            return;
        }
        for (Span span : spans) {
            span.buffer().giveBack(run);
        }
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return opcode() + " of " + file + ", " + spans;
    }
}
