package dev.ringmark.runtime.shards;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The control messages of one sender to one shard that it has not heard: as many as a word has
/// bits (SPG-018), each with a slot, which its CQE names. Any thread.
final class ControlWindow {

    /* Lock-free: a sender takes a free bit, then puts the ticket into its slot; whoever takes the
     * ticket out again ends it, and frees the bit only if it has heard the message. A sender that
     * meets the end looks into its slot again: it finds its ticket there, or the closer has had it.
     */

    /// How many at once.
    static final int SIZE = Long.SIZE;

    /// No slot is free.
    static final int FULL = -1;

    /// The shard has ended.
    static final int CLOSED = -2;

    private final AtomicLong free = new AtomicLong(-1);
    private final AtomicReferenceArray<@Nullable Ticket> tickets = new AtomicReferenceArray<>(SIZE);
    private volatile boolean isClosed;

    /// Takes a slot for a message that is to be sent.
    ///
    /// @return the slot, [#FULL], or [#CLOSED]
    int take(Ticket ticket) {
        if (isClosed) {
            return CLOSED;
        }
        long seen = free.get();
        while (seen != 0 && !free.compareAndSet(seen, seen & (seen - 1))) {
            seen = free.get();
        }
        if (seen == 0) {
            return FULL;
        }
        int slot = Long.numberOfTrailingZeros(seen);
        tickets.set(slot, ticket);
        return isClosed && tickets.compareAndSet(slot, ticket, null) ? CLOSED : slot;
    }

    /// A message was heard, or will never be sent: its slot is free.
    ///
    /// @return its ticket; null when somebody else has ended it
    @Nullable Ticket end(int slot) {
        Ticket ticket = tickets.getAndSet(slot, null);
        if (ticket != null) {
            long _ = free.getAndAdd(1L << slot);
        }
        return ticket;
    }

    /// Nobody knows whether a message has come or will: its slot is not used again.
    ///
    /// @return whether its ticket is the caller's to end
    boolean giveUp(int slot, Ticket ticket) {
        return tickets.compareAndSet(slot, ticket, null);
    }

    /// How many have not been heard.
    int waiting() {
        int waiting = 0;
        for (int slot = 0; slot < SIZE; slot++) {
            waiting += tickets.get(slot) == null ? 0 : 1;
        }
        return waiting;
    }

    /// Takes none any more.
    ///
    /// @return the tickets of those that were not heard, for the caller to end
    List<Ticket> close() {
        isClosed = true;
        List<Ticket> left = new ArrayList<>();
        for (int slot = 0; slot < SIZE; slot++) {
            Ticket ticket = tickets.getAndSet(slot, null);
            if (ticket != null) {
                left.add(ticket);
            }
        }
        return left;
    }
}
