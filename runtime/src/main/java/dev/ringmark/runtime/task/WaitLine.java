package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Those who wait for something to come, and the doorbell that tells them: for queues and the like
/// of one's own, whose waits scopes, cancels and interrupts end. Any thread.
///
/// What they wait for is guarded by a lock of its owner's, which is never held around a call of
/// this. The owner puts something in, then calls [#ring()]; takes something, and if there is more,
/// calls [#tellNext()].
public final class WaitLine {

    /* A doorbell is under way at most once, and only while somebody waits. Who is told leaves the
     * line; whoever leaves the wait for another reason after that tells the next one, because there
     * may be something to take. So nobody waits while there is something and no doorbell or woken
     * waiter is on its way to it.
     */

    /// One of them: the thread that steps into the line.
    static final class Waiter implements Awaited {

        private final Party party = Party.current();
        private final String what;
        private volatile boolean isTold;

        private Waiter(String what) {
            this.what = what;
        }

        private void tell() {
            isTold = true;
            party.unpark();
        }

        @Override
        public boolean isDone() {
            return isTold;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private final String what;
    private final Executor bell;
    private final Runnable rung = this::rung;
    private final Deque<Waiter> line = new ArrayDeque<>();
    private boolean isRinging;
    private boolean isClosed;
    private long doorbells;

    /// A line that nobody stands in.
    ///
    /// @param what it is for, in snapshots
    /// @param bell runs what tells who waits: `Runnable::run`, or somewhere else soon
    public WaitLine(String what, Executor bell) {
        this.what = what;
        this.bell = bell;
    }

    /// How often the doorbell was rung.
    public synchronized long doorbells() {
        return doorbells;
    }

    /// Steps into the line. Whoever does has to look again, and then wait or [#leave].
    synchronized Waiter enter() {
        Waiter waiter = new Waiter(what);
        if (isClosed) {
            waiter.isTold = true;
        } else {
            line.add(waiter);
        }
        return waiter;
    }

    /// Waits until there is something to take.
    ///
    /// @param look takes it, or gives null
    /// @param isIdle whether nothing is there; throws when nothing will come
    /// @param time null for ever
    /// @throws TaskException when the wait was ended
    public <T> T waitFor(
            Supplier<@Nullable T> look, BooleanSupplier isIdle, @Nullable Duration time) {
        T found = look.get();
        if (found != null) {
            return found;
        }
        if (time == null) {
            return waitFor(look, isIdle);
        }
        try (Scope _ = Scope.open(time)) {
            return waitFor(look, isIdle);
        }
    }

    private <T> T waitFor(Supplier<@Nullable T> look, BooleanSupplier isIdle) {
        T found = null;
        while (found == null) {
            if (!Party.current().linger(isIdle)) {
                standIn(isIdle);
            }
            found = look.get();
        }
        return found;
    }

    private void standIn(BooleanSupplier isIdle) {
        Waiter waiter = enter();
        if (mustWait(isIdle, waiter)) {
            await(waiter);
        } else {
            leave(waiter);
        }
    }

    private boolean mustWait(BooleanSupplier isIdle, Waiter waiter) {
        try {
            return isIdle.getAsBoolean();
        } catch (RuntimeException e) {
            leave(waiter);
            throw e;
        }
    }

    private void await(Waiter waiter) {
        try {
            waiter.party.requireWaits(what);
            waiter.party.awaitElse(waiter, Driver.NEVER);
        } catch (RuntimeException e) {
            leave(waiter);
            throw e;
        }
    }

    /// Steps out of the line, and if it was told already, lets another one look.
    void leave(Waiter waiter) {
        boolean wasTold;
        synchronized (this) {
            wasTold = !line.remove(waiter);
        }
        if (wasTold) {
            tellNext();
        }
    }

    /// Something has come: rings, if somebody waits who was not told.
    public void ring() {
        synchronized (this) {
            if (line.isEmpty() || isRinging) {
                return;
            }
            isRinging = true;
            doorbells++;
        }
        try {
            bell.execute(rung);
        } catch (RuntimeException e) {
            synchronized (this) {
                isRinging = false;
            }
            throw e;
        }
    }

    /// Has the next one look, right here.
    public void tellNext() {
        Waiter first;
        synchronized (this) {
            first = line.poll();
        }
        tell(first);
    }

    private void rung() {
        Waiter first;
        synchronized (this) {
            isRinging = false;
            first = line.poll();
        }
        tell(first);
    }

    private static void tell(@Nullable Waiter first) {
        if (first != null) {
            first.tell();
        }
    }

    /// Nothing will come any more: everybody looks, now and from now on.
    public void close() {
        Deque<Waiter> all;
        synchronized (this) {
            isClosed = true;
            all = new ArrayDeque<>(line);
            line.clear();
        }
        all.forEach(Waiter::tell);
    }
}
