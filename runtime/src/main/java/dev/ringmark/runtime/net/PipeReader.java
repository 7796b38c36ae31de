package dev.ringmark.runtime.net;

import dev.ringmark.runtime.io.Source;
import dev.ringmark.runtime.io.Spans;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.ReadVector;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of a pipe that is read.
public final class PipeReader extends LoopFile implements Source {

    PipeReader(Loop loop, int fd) {
        super(loop, fd, "pipe reader");
    }

    /// Takes the reading end of a pipe that somebody else has made.
    public static PipeReader adopt(Loop loop, Fd<?> pipe) {
        return new PipeReader(loop, pipe.number());
    }

    /// Reads what there is into a part of a buffer, and waits until there is at least one byte.
    ///
    /// @return how many bytes; -1 at the end; 0 for a part of length 0
    @Override
    public int read(Span into) {
        return read(into, null);
    }

    /// As [#read(Span)], for at most a time.
    public int read(Span into, @Nullable Duration time) {
        if (into.length() == 0) {
            return 0;
        }
        int count = move(Read.from(file, into), PollEvent.IN, time).bytes();
        return count == 0 ? -1 : count;
    }

    /// Reads what there is into several parts, each filled before the next (READV).
    @Override
    public int read(List<Span> into) {
        List<Span> parts = Spans.fitting(into);
        if (parts.isEmpty()) {
            return 0;
        }
        int count = move(ReadVector.from(file, parts), PollEvent.IN, null);
        return count == 0 ? -1 : count;
    }
}
