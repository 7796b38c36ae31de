package dev.ringmark.runtime.shard;

import java.util.concurrent.atomic.AtomicInteger;

/// Who may ring the driver's bell, and when the bell may go: one word, for all threads.
///
/// A request to wake is latched: made while the loop runs, it keeps the loop from its next sleep
/// and costs no system call. After [#close()] nobody starts to ring, and whoever leaves last is
/// told to take the bell away; so the bell's fd is never written once its number may be another's.
final class WakeGate {

    /* The low two bits are the state, the rest counts threads that are ringing.
     *
     *   RUNNING --request--> NOTIFIED          no bell: the loop looks before it sleeps
     *   RUNNING --park-----> PARKED
     *   PARKED  --request--> NOTIFIED, +1      the bell is rung, then -1
     *   NOTIFIED --park----> RUNNING           and the loop does not sleep
     *   PARKED, NOTIFIED --unpark--> RUNNING
     *   any     --close----> CLOSED            for good
     *   all but CLOSED --enter--> the same, +1 the bell is named, then -1
     *
     * What the waker has to say is published before its request (the CAS releases it); the loop
     * looks for it after park(), so either it sees the message or the waker sees PARKED.
     */

    private static final int RUNNING = 0;
    private static final int PARKED = 1;
    private static final int NOTIFIED = 2;
    private static final int CLOSED = 3;
    private static final int STATE = 3;
    private static final int RINGER = 4;

    /// What a request asks of the thread that made it.
    enum Duty {
        /// Nothing: the loop will look by itself.
        NONE,
        /// Ring the bell, then call [#left()].
        RING,
        /// The driver is closed; there is nobody to wake.
        TOO_LATE
    }

    private final AtomicInteger word = new AtomicInteger(RUNNING);

    /// Any thread: the loop shall look.
    Duty request() {
        while (true) {
            int seen = word.get();
            switch (seen & STATE) {
                case CLOSED -> {
                    return Duty.TOO_LATE;
                }
                case NOTIFIED -> {
                    // A CAS that changes nothing: our message is published before it all the same.
                    if (word.compareAndSet(seen, seen)) {
                        return Duty.NONE;
                    }
                }
                case RUNNING -> {
                    if (word.compareAndSet(seen, seen + NOTIFIED)) {
                        return Duty.NONE;
                    }
                }
                default -> {
                    if (word.compareAndSet(seen, seen - PARKED + NOTIFIED + RINGER)) {
                        return Duty.RING;
                    }
                }
            }
        }
    }

    /// Any thread: it is about to name the bell, whatever the loop does, and calls [#left()] then.
    ///
    /// @return false when the driver is closed
    boolean enter() {
        int seen = word.get();
        while ((seen & STATE) != CLOSED) {
            if (word.compareAndSet(seen, seen + RINGER)) {
                return true;
            }
            seen = word.get();
        }
        return false;
    }

    /// The thread that rang has done so.
    ///
    /// @return whether the bell is the caller's to take away
    boolean left() {
        return word.addAndGet(-RINGER) == CLOSED;
    }

    /// The loop is about to sleep.
    ///
    /// @return false when it shall look first; the request is then consumed
    boolean park() {
        while (true) {
            int seen = word.get();
            boolean isNotified = (seen & STATE) == NOTIFIED;
            if (word.compareAndSet(seen, (seen & ~STATE) | (isNotified ? RUNNING : PARKED))) {
                return !isNotified;
            }
        }
    }

    /// The loop runs: takes a request that was made since it looked.
    ///
    /// @return whether there was one
    boolean take() {
        int seen = word.get();
        return (seen & STATE) == NOTIFIED && word.compareAndSet(seen, seen - NOTIFIED);
    }

    /// The loop is awake; what was requested meanwhile it will see now.
    void unpark() {
        int seen = word.get();
        while (!word.compareAndSet(seen, seen & ~STATE)) {
            seen = word.get();
        }
    }

    /// No request is taken from now on.
    ///
    /// @return whether the bell is the caller's to take away; else the last ringer does
    boolean close() {
        int seen = word.get();
        while (!word.compareAndSet(seen, seen | CLOSED)) {
            seen = word.get();
        }
        return (seen | CLOSED) == CLOSED;
    }

    /// Whether it is closed and nobody rings any more.
    boolean isQuiet() {
        return word.get() == CLOSED;
    }
}
