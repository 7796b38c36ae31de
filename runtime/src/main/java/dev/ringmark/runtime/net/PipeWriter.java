package dev.ringmark.runtime.net;

import dev.ringmark.runtime.io.Sink;
import dev.ringmark.runtime.io.Spans;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.op.WriteVector;
import dev.ringmark.runtime.task.Loop;
import java.util.List;

/// The end of a pipe that is written. When nobody reads any more a write fails with -EPIPE; the
/// JVM ignores the signal that comes with it.
public final class PipeWriter extends LoopFile implements Sink {

    PipeWriter(Loop loop, int fd) {
        super(loop, fd, "pipe writer");
    }

    /// Takes the writing end of a pipe that somebody else has made.
    public static PipeWriter adopt(Loop loop, Fd<?> pipe) {
        return new PipeWriter(loop, pipe.number());
    }

    /// Writes as much of a part of a buffer as goes at once, and waits until that is something.
    ///
    /// @return how many bytes
    @Override
    public int write(Span from) {
        return from.length() == 0 ? 0 : move(Write.to(file, from), PollEvent.OUT, null).bytes();
    }

    /// Writes several parts with one request (WRITEV), as much as goes at once.
    @Override
    public int write(List<Span> from) {
        List<Span> parts = Spans.fitting(from);
        return parts.isEmpty() ? 0 : move(WriteVector.to(file, parts), PollEvent.OUT, null);
    }
}
