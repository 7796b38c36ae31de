package dev.ringmark.runtime.shards;

import org.jspecify.annotations.Nullable;

/// The messages of one sender to one shard that nobody has taken, bounded, in order. Guarded by its
/// [Ingress].
final class Lane {

    private static final int SIZE_FIRST = 16;

    private final int from;
    private final int capacity;
    private int[] tags;
    private int[] values;
    private @Nullable Object[] bodies;
    private @Nullable Ticket[] tickets;
    private int head;
    private int size;

    Lane(int from, int capacity) {
        this.from = from;
        this.capacity = capacity;
        int first = Math.min(SIZE_FIRST, Integer.highestOneBit(2 * capacity - 1));
        tags = new int[first];
        values = new int[first];
        bodies = new @Nullable Object[first];
        tickets = new @Nullable Ticket[first];
    }

    int size() {
        return size;
    }

    /// Puts one at the end.
    ///
    /// @return false when it is full
    boolean add(int tag, int value, @Nullable Object body, @Nullable Ticket ticket) {
        if (isFull()) {
            return false;
        }
        if (size == tags.length) {
            grow();
        }
        int at = at(size++);
        tags[at] = tag;
        values[at] = value;
        bodies[at] = body;
        tickets[at] = ticket;
        return true;
    }

    /// Adds a value to the last one, if that has the same tag and the sum fits.
    ///
    /// @return whether it did
    boolean join(int tag, int value) {
        if (size == 0) {
            return false;
        }
        int at = at(size - 1);
        long sum = (long) values[at] + value;
        if (tags[at] != tag || bodies[at] != null || tickets[at] != null || (int) sum != sum) {
            return false;
        }
        values[at] = (int) sum;
        return true;
    }

    /// The first one, which stays.
    Message first() {
        return new Message(from, tags[head], values[head], bodies[head]);
    }

    /// Takes the first one out.
    ///
    /// @return its ticket
    @Nullable Ticket remove() {
        int at = head;
        Ticket ticket = tickets[at];
        bodies[at] = null;
        tickets[at] = null;
        head = at(1);
        size--;
        return ticket;
    }

    private boolean isFull() {
        return size == capacity;
    }

    private int at(int index) {
        return head + index & tags.length - 1;
    }

    private void grow() {
        int length = 2 * size;
        int[] moreTags = new int[length];
        int[] moreValues = new int[length];
        @Nullable Object[] moreBodies = new @Nullable Object[length];
        @Nullable Ticket[] moreTickets = new @Nullable Ticket[length];
        for (int index = 0; index < size; index++) {
            int old = at(index);
            moreTags[index] = tags[old];
            moreValues[index] = values[old];
            moreBodies[index] = bodies[old];
            moreTickets[index] = tickets[old];
        }
        tags = moreTags;
        values = moreValues;
        bodies = moreBodies;
        tickets = moreTickets;
        head = 0;
    }
}
