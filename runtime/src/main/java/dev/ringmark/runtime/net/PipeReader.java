package dev.ringmark.runtime.net;

import dev.ringmark.runtime.io.Source;
import dev.ringmark.runtime.io.Spans;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.ReadVector;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Tee;
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

    /// Everything from now on, by one request of the kernel's (READ_MULTISHOT, since 6.7; before
    /// that by one request for each piece) that takes its buffers from those of the loop, so that
    /// a pipe nobody writes to holds none. Ends with null when nobody can write any more. Each
    /// piece has to be closed; closing the whole ends the request.
    ///
    /// @param buffers of the same loop
    /// @param piecesMax how many answers of the kernel's may be ahead of who takes them, 1 or more
    public Incoming<Received> readEach(ReceiveBuffers buffers, int piecesMax) {
        return Incoming.read(this, buffers, piecesMax);
    }

    /// Gives another pipe what is in this one, as far as there is room, and leaves it here too: no
    /// byte is copied (TEE). Waits until there is at least one byte, and room for it.
    ///
    /// @param length how many bytes at most, 1 or more
    /// @return how many; -1 at the end
    public int teeTo(PipeWriter other, int length) {
        int count = move(Tee.of(file, other.file, length), PollEvent.IN, null);
        return count == 0 ? -1 : count;
    }
}
