package dev.ringmark.runtime.net;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.OwnedFd;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Target;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A file that belongs to a loop, and the calls on it.
abstract sealed class LoopFile implements AutoCloseable
        permits Socket, PipeReader, PipeWriter, FdStream {

    final Loop loop;
    final OwnedFd<FileKind.Any> file;
    private final String name;
    private volatile boolean isClosed;

    /// Takes an fd, which is closed with the loop at the latest, and at once if that has ended.
    ///
    /// @param name what it is, for messages
    LoopFile(Loop loop, int fd, String name) {
        this.loop = loop;
        this.name = name;
        try {
            file = loop.withDriver(driver -> OwnedFd.adopt(driver, Fd.of(fd)));
        } catch (RuntimeException e) {
            loop.kernel().close(fd);
            throw e;
        }
    }

    /// Takes an fd that is the driver's already.
    ///
    /// @param name what it is, for messages
    LoopFile(Loop loop, OwnedFd<FileKind.Any> file, String name) {
        this.loop = loop;
        this.file = file;
        this.name = name;
    }

    /// The loop it belongs to.
    public final Loop loop() {
        return loop;
    }

    /// The fd, for operations of one's own on it; the loop's thread and its tasks only.
    public final Target<FileKind.Any> target() {
        return file;
    }

    /// Whether it was closed.
    public final boolean isOpen() {
        return !isClosed && !file.isClosed();
    }

    /// Takes no more calls, and ends those under way with [TaskException.Closed]; the fd is closed
    /// by the ring after the last operation on it. Never waits; closing again does nothing.
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            loop.execute(file::close);
        } catch (TaskException.Closed _) {
            return; // the loop has closed it with itself, or an operation that never ends keeps it
        }
    }

    /// Completes when the fd is closed.
    public final CompletableFuture<Integer> whenClosed() {
        return file.whenClosed().copy();
    }

    /// Runs an operation, and takes its result.
    final <R> R ask(Op<R> op, @Nullable Duration time) {
        Completed<R> completed = run(op, time);
        if (completed.endReason() == null && completed.isSuccess()) {
            return completed.take();
        }
        throw refusal(op, completed);
    }

    /// Runs an operation on data; where the file does not wait by itself (O_NONBLOCK), its
    /// readiness is waited for, and the flag left as it is.
    final <R> R move(Op<R> op, PollEvent direction, @Nullable Duration time) {
        return moved(op, direction, time).take();
    }

    /// The same, with what the kernel says beside the result.
    final <R> Completed<R> moved(Op<R> op, PollEvent direction, @Nullable Duration time) {
        while (true) {
            Completed<R> completed = run(op, time);
            if (completed.endReason() != null) {
                throw refusal(op, completed);
            }
            if (completed.isSuccess()) {
                return completed;
            }
            if (completed.raw() != Errno.EAGAIN.negative()) {
                throw refusal(op, completed);
            }
            ask(Poll.of(file, direction), time);
        }
    }

    private <R> Completed<R> run(Op<R> op, @Nullable Duration time) {
        try {
            return loop.run(op, time);
        } catch (IllegalStateException e) {
            if (isOpen()) {
                throw e; // a buffer is not the caller's
            }
            throw closed(e);
        }
    }

    private RuntimeException refusal(Op<?> op, Completed<?> completed) {
        if (!isOpen() && completed.isCancelled()) {
            return closed(null);
        }
        if (completed.endReason() != null) {
            return new TaskException.Closed("the loop has ended, and " + op + " with it");
        }
        return Refusals.of(op.toString(), completed.raw());
    }

    private TaskException.Closed closed(@Nullable RuntimeException cause) {
        TaskException.Closed closed = new TaskException.Closed(this + " is closed");
        closed.initCause(cause);
        return closed;
    }

    /// The fd for a system call beside the ring.
    ///
    /// @throws TaskException.Closed when it is closed
    final int number() {
        if (!isOpen()) {
            throw closed(null);
        }
        return file.number();
    }

    /// What a system call beside the ring has returned, unless that is an error.
    static int require(String call, int result) {
        if (result < 0) {
            throw Refusals.of(call, result);
        }
        return result;
    }

    /// Whether this is how the kernel says that it does not know an opcode.
    static boolean isUnknown(RingException e) {
        return e.result() == Errno.EINVAL.negative() || e.result() == Errno.EOPNOTSUPP.negative();
    }

    @Override
    public String toString() {
        return name + " (" + file + ')';
    }
}
