package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Close;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Done;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.TaskException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// An fd, who uses it, and its end: it is closed once nobody does.
///
/// For all threads: calls that are made without the ring name the fd by its number, which must not
/// become another file's while one of them is under way.
final class OpenFile {

    /* One word: how many calls are under way, and a bit for "to be closed". Whoever makes it that
     * bit and no calls closes the fd: close() itself, or the last call. DONE says that one has. */

    private static final int CLOSED = 1 << 31;
    private static final int DONE = 1 << 30;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(OpenFile.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Loop loop;
    final Fd<FileKind.Any> fd;
    private final String name;

    @SuppressWarnings("unused") // by STATE
    private volatile int state;

    OpenFile(Loop loop, Fd<FileKind.Any> fd, String name) {
        this.loop = loop;
        this.fd = fd;
        this.name = name;
    }

    /// Begins a call.
    ///
    /// @throws TaskException.Closed when it is
    void enter() {
        if (!tryEnter()) {
            throw new TaskException.Closed(this + " is closed");
        }
    }

    /// Begins a call, unless it is closed.
    boolean tryEnter() {
        int before = (int) STATE.getAndAdd(this, 1);
        if (before < 0) {
            leave();
        }
        return before >= 0;
    }

    /// Ends a call.
    void leave() {
        int before = (int) STATE.getAndAdd(this, -1);
        if (before == CLOSED + 1) {
            closeNow();
        }
    }

    boolean isClosed() {
        return state < 0;
    }

    /// Takes no more calls; closes the fd now, or when the last call has ended.
    void close() {
        int before = (int) STATE.getAndBitwiseOr(this, CLOSED);
        if (before == 0) {
            closeNow();
        }
    }

    private void closeNow() {
        if (!STATE.compareAndSet(this, CLOSED, CLOSED | DONE)) {
            return; // a call that came too late is about to go, and sees to it
        }
        try (Scope _ = Scope.shield()) {
            Completed<Done> closed = loop.run(Close.of(fd), null);
            EndReason end = closed.endReason();
            if (end == null) {
                closed.take();
            } else if (end != EndReason.FAILED && end != EndReason.QUARANTINED) {
                closePlainly();
            } // else the kernel may have done it, and the number may be another file's
        } catch (TaskException.Closed _) {
            closePlainly(); // the loop has ended, and its ring never saw it
        }
    }

    private void closePlainly() {
        int result = loop.kernel().close(fd.number());
        if (result < 0) {
            throw new RingException("close of " + this, result, "the fd is free all the same");
        }
    }

    @Override
    public String toString() {
        return '"' + name + "\" (" + fd + ')';
    }
}
