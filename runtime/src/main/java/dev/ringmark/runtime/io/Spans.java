package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import java.util.ArrayList;
import java.util.List;

/// What is left of parts of buffers after a partial transfer, and what fits into one request.
public final class Spans {

    /// How many parts one request takes at most: IOV_MAX (readv(2)).
    public static final int COUNT_MAX = 1024;

    private Spans() {}

    /// A part without its first bytes.
    public static Span from(Span span, int bytes) {
        return bytes == 0
                ? span
                : new Span(span.buffer(), span.start() + bytes, span.length() - bytes);
    }

    /// Several parts without their first bytes, and without those that are empty.
    public static List<Span> from(List<Span> spans, long bytes) {
        List<Span> rest = new ArrayList<>(spans.size());
        long toSkip = bytes;
        for (Span each : spans) {
            int skipped = (int) Math.min(toSkip, each.length());
            toSkip -= skipped;
            if (each.length() > skipped) {
                rest.add(from(each, skipped));
            }
        }
        return rest;
    }

    /// As many of the first bytes as one request takes.
    public static List<Span> fitting(List<Span> spans) {
        return first(spans, OwnedBuffer.SIZE_MAX);
    }

    /// The first bytes, in at most [#COUNT_MAX] parts.
    public static List<Span> first(List<Span> spans, long bytesMax) {
        List<Span> taken = new ArrayList<>(Math.min(spans.size(), COUNT_MAX));
        long room = bytesMax;
        for (Span each : spans) {
            if (room == 0 || taken.size() == COUNT_MAX) {
                break;
            }
            int length = (int) Math.min(room, each.length());
            if (length > 0) {
                taken.add(new Span(each.buffer(), each.start(), length));
                room -= length;
            }
        }
        return taken;
    }

    /// How many bytes several parts have together.
    public static long length(List<Span> spans) {
        long length = 0;
        for (Span each : spans) {
            length += each.length();
        }
        return length;
    }
}
