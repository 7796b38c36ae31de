package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.task.TaskException;
import org.jspecify.annotations.Nullable;

/// A buffer that one thread uses and any thread closes: it is freed when both have let go.
final class HeldBuffer {

    private final Object owner;
    private final OwnedBuffer buffer;
    private @Nullable Thread holder;
    private int holds;
    private volatile boolean isClosed;

    /// @param owner who is told of as closed
    HeldBuffer(Object owner, long size) {
        this(owner, OwnedBuffer.allocate(size));
    }

    /// @param owner who is told of as closed
    /// @param buffer to close in the end
    HeldBuffer(Object owner, OwnedBuffer buffer) {
        this.owner = owner;
        this.buffer = buffer;
    }

    /// The buffer, which is not freed before as many [#leave()].
    ///
    /// @throws TaskException.Closed when it is closed
    synchronized OwnedBuffer take() {
        requireOpen();
        Thread thread = Thread.currentThread();
        if (holds > 0 && !thread.equals(holder)) {
            throw new IllegalStateException(
                    owner + " is in use by " + holder + ", expected one thread at a time");
        }
        holder = thread;
        holds++;
        return buffer;
    }

    synchronized void leave() {
        holds--;
        if (holds == 0 && isClosed) {
            buffer.close();
        }
    }

    void requireOpen() {
        if (isClosed) {
            throw new TaskException.Closed(owner + " is closed");
        }
    }

    /// Takes it back, now or when its user leaves it.
    synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            if (holds == 0) {
                buffer.close();
            }
        }
    }
}
