package dev.ringmark.runtime.net;

import dev.ringmark.runtime.io.Duplex;
import dev.ringmark.runtime.io.Spans;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.Half;
import dev.ringmark.runtime.op.OwnedFd;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.ReadVector;
import dev.ringmark.runtime.op.Shutdown;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.op.WriteVector;
import dev.ringmark.runtime.task.Loop;
import java.util.List;

/// A stream over any fd that read(2) and write(2) work on: a pipe, a socket, a terminal, the input
/// or output of a process.
///
/// The fd belongs to the loop from then on, which closes it after the last operation on it. An fd
/// that is O_NONBLOCK stays so: where others wait in the operation, it waits for readiness.
public final class FdStream extends LoopFile implements Duplex {

    private boolean isOutputShut;

    private FdStream(Loop loop, OwnedFd<FileKind.Any> file) {
        super(loop, file, "stream");
    }

    /// Takes an fd of the caller's.
    ///
    /// @throws dev.ringmark.runtime.task.TaskException.Closed when the loop has ended; the fd is
    ///     the caller's then
    public static FdStream over(Loop loop, Fd<?> fd) {
        Fd<FileKind.Any> any = Fd.of(fd.number());
        return new FdStream(loop, loop.withDriver(driver -> OwnedFd.adopt(driver, any)));
    }

    @Override
    public int read(Span into) {
        if (into.length() == 0) {
            return 0;
        }
        int count = move(Read.from(file, into), PollEvent.IN, null).bytes();
        return count == 0 ? -1 : count;
    }

    @Override
    public int read(List<Span> into) {
        List<Span> parts = Spans.fitting(into);
        if (parts.isEmpty()) {
            return 0;
        }
        int count = move(ReadVector.from(file, parts), PollEvent.IN, null);
        return count == 0 ? -1 : count;
    }

    @Override
    public int write(Span from) {
        return from.length() == 0 ? 0 : move(Write.to(file, from), PollEvent.OUT, null).bytes();
    }

    @Override
    public int write(List<Span> from) {
        List<Span> parts = Spans.fitting(from);
        return parts.isEmpty() ? 0 : move(WriteVector.to(file, parts), PollEvent.OUT, null);
    }

    /// Tells the other side of a socket that nothing more is written.
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when it is none, -ENOTSOCK
    @Override
    public void shutdownOutput() {
        if (!isOutputShut) {
            ask(Shutdown.of(file, Half.SEND), null);
            isOutputShut = true;
        }
    }
}
