package dev.ringmark.runtime.task;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// A bounded queue between tasks, of any loops, and threads: who sends into a full one waits, and
/// so does who receives from an empty one (POLY-08).
///
/// Its waits end with scopes, cancels, interrupts and times, which those of the JDK's queues do
/// only with interrupts; those work between tasks too. Any thread.
///
/// @param <T> what is sent
public final class Mailbox<T> implements AutoCloseable {

    private final int capacity;
    private final Deque<T> letters = new ArrayDeque<>();
    private final WaitLine receivers = new WaitLine("a letter in a mailbox", Runnable::run);
    private final WaitLine senders = new WaitLine("room in a mailbox", Runnable::run);
    private boolean isClosed;

    /// An empty one.
    ///
    /// @param capacity how many may lie in it, 1 or more
    public Mailbox(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + ", expected 1 or more");
        }
        this.capacity = capacity;
    }

    /// Sends, and waits for room.
    ///
    /// @param time null for ever
    /// @throws TaskException.Closed when it is closed
    /// @throws TaskException when the wait was ended; nothing is sent then
    public void send(T letter, @Nullable Duration time) {
        boolean _ = senders.waitFor(() -> trySend(letter) ? true : null, this::isFull, time);
    }

    /// Sends if there is room.
    ///
    /// @return whether there was
    /// @throws TaskException.Closed when it is closed
    public boolean trySend(T letter) {
        boolean hasRoom;
        synchronized (letters) {
            requireOpen();
            if (letters.size() == capacity) {
                return false;
            }
            letters.add(letter);
            hasRoom = letters.size() < capacity;
        }
        receivers.ring();
        if (hasRoom) {
            senders.tellNext();
        }
        return true;
    }

    /// Waits for a letter, and takes it: the one that was sent first.
    ///
    /// @param time null for ever
    /// @throws TaskException.Closed when it is closed, and empty
    /// @throws TaskException when the wait was ended
    public T receive(@Nullable Duration time) {
        return receivers.waitFor(this::poll, this::isEmpty, time);
    }

    /// The letter that was sent first, or null when there is none.
    public @Nullable T poll() {
        T letter;
        boolean hasMore;
        synchronized (letters) {
            letter = letters.poll();
            hasMore = !letters.isEmpty();
        }
        if (letter != null) {
            senders.ring();
            if (hasMore) {
                receivers.tellNext();
            }
        }
        return letter;
    }

    /// Receives until it is closed and empty (POLY-11).
    ///
    /// @throws TaskException when the wait was ended otherwise
    public void receiveLoop(Consumer<? super T> handler) {
        while (true) {
            T letter;
            try {
                letter = receive(null);
            } catch (TaskException.Closed e) {
                if (isOver()) {
                    return;
                }
                throw e;
            }
            handler.accept(letter);
        }
    }

    /// How many lie in it.
    public int size() {
        synchronized (letters) {
            return letters.size();
        }
    }

    /// Takes no more; what lies in it can still be received.
    @Override
    public void close() {
        synchronized (letters) {
            isClosed = true;
        }
        senders.close();
        receivers.close();
    }

    private boolean isOver() {
        synchronized (letters) {
            return isClosed && letters.isEmpty();
        }
    }

    private boolean isFull() {
        synchronized (letters) {
            requireOpen();
            return letters.size() == capacity;
        }
    }

    private boolean isEmpty() {
        synchronized (letters) {
            if (letters.isEmpty()) {
                requireOpen();
            }
            return letters.isEmpty();
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new TaskException.Closed("the mailbox is closed");
        }
    }
}
