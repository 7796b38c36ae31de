package dev.ringmark.runtime.io;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.Half;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.OwnedFd;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.ReadVector;
import dev.ringmark.runtime.op.Shutdown;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.op.WriteVector;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream over any fd that read(2) and write(2) work on: a pipe, a socket, a terminal, the input
/// or output of a process.
///
/// The fd belongs to the loop from then on, which closes it after the last operation on it. An fd
/// that is O_NONBLOCK stays so: where others wait in the operation, it waits for readiness.
public final class FdStream implements Duplex {

    private static final Logger LOGGER = System.getLogger(FdStream.class.getName());

    private final Loop loop;
    private final OwnedFd<FileKind.Any> fd;
    private volatile boolean isClosed;
    private boolean isOutputShut;

    private FdStream(Loop loop, OwnedFd<FileKind.Any> fd) {
        this.loop = loop;
        this.fd = fd;
    }

    /// Takes an fd of the caller's.
    ///
    /// @throws TaskException.Closed when the loop has ended; the fd is the caller's then
    public static FdStream over(Loop loop, Fd<?> fd) {
        Fd<FileKind.Any> any = Fd.of(fd.number());
        return new FdStream(loop, loop.withDriver(driver -> OwnedFd.adopt(driver, any)));
    }

    @Override
    public int read(Span into) {
        if (into.length() == 0) {
            return 0;
        }
        int bytes = run(Read.from(fd, into), PollEvent.IN).bytes();
        return bytes == 0 ? -1 : bytes;
    }

    @Override
    public int read(List<Span> into) {
        List<Span> parts = Spans.fitting(into);
        if (parts.isEmpty()) {
            return 0;
        }
        int bytes = run(ReadVector.from(fd, parts), PollEvent.IN);
        return bytes == 0 ? -1 : bytes;
    }

    @Override
    public int write(Span from) {
        return from.length() == 0 ? 0 : run(Write.to(fd, from), PollEvent.OUT).bytes();
    }

    @Override
    public int write(List<Span> from) {
        List<Span> parts = Spans.fitting(from);
        return parts.isEmpty() ? 0 : run(WriteVector.to(fd, parts), PollEvent.OUT);
    }

    /// Tells the other side of a socket that nothing more is written.
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when it is none, -ENOTSOCK
    @Override
    public void shutdownOutput() {
        if (!isOutputShut) {
            run(Shutdown.of(fd, Half.SEND), null);
            isOutputShut = true;
        }
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            try {
                loop.execute(fd::close);
            } catch (TaskException.Closed _) {
                LOGGER.log(Level.DEBUG, "{0} was closed with its loop", this);
            }
        }
    }

    @Override
    public String toString() {
        return "stream over " + fd;
    }

    private <R> R run(Op<R> operation, @Nullable PollEvent readiness) {
        while (true) {
            requireOpen();
            Completed<R> completed;
            try {
                completed = loop.run(operation, null);
            } catch (IllegalStateException e) {
                requireOpen(); // the fd was closed on the way to the loop's thread
                throw e;
            }
            if (completed.isCancelled()) {
                requireOpen();
            }
            boolean isNotReady =
                    completed.endReason() == null && completed.raw() == Errno.EAGAIN.negative();
            if (readiness == null || !isNotReady) {
                return completed.take();
            }
            run(Poll.of(fd, readiness), null);
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new TaskException.Closed(this + " is closed");
        }
    }
}
