package dev.ringmark.chaos.sim;

import java.util.PriorityQueue;

/// Virtual time, and what is to happen in it.
///
/// Events of the same time happen in an order that the seed decides. Time moves when somebody waits
/// for the next event, and a little with every call.
final class EventHeap {

    /// When a simulated kernel is born: long after the machine was started, and the same always.
    static final long START = 1_000_000_000_000L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Streams streams;
    private long now = START;
    private long serial;

    EventHeap(Streams streams) {
        this.streams = streams;
    }

    /// Nanoseconds of CLOCK_MONOTONIC.
    long now() {
        return now;
    }

    /// Has something happen, not before a time.
    Event at(long time, Runnable action) {
        Event event = new Event(Math.max(time, now), streams.schedule(), serial++, action);
        events.add(event);
        return event;
    }

    /// Has something happen so much later.
    Event in(long nanoseconds, Runnable action) {
        // A timeout of centuries must not wrap into the past.
        long time = now + nanoseconds;
        return at(time < now ? Long.MAX_VALUE : time, action);
    }

    /// Lets time pass, and happen what falls into it.
    void pass(long nanoseconds) {
        long until = now + nanoseconds;
        while (nextTime() <= until) {
            step();
        }
        now = until;
    }

    /// When the next event is, or `Long.MAX_VALUE` when there is none.
    long nextTime() {
        while (!events.isEmpty() && events.peek().isOff()) {
            events.poll();
        }
        return events.isEmpty() ? Long.MAX_VALUE : events.peek().time;
    }

    /// Whether anything can still happen.
    boolean isEmpty() {
        return nextTime() == Long.MAX_VALUE;
    }

    /// Moves to the next event and has it happen.
    void step() {
        if (isEmpty()) {
            throw new IllegalStateException("there is no next event");
        }
        Event next = events.remove();
        now = Math.max(now, next.time);
        next.happen();
    }

    /// Moves to a time before which nothing happens.
    void moveTo(long time) {
        now = Math.max(now, time);
    }
}
