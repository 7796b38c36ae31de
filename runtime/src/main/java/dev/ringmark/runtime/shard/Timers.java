package dev.ringmark.runtime.shard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The timers of a driver: a binary heap by deadline, each timer knowing its place.
final class Timers {

    private static final int SIZE_FIRST = 16;

    private @Nullable Timer[] heap = new @Nullable Timer[SIZE_FIRST];
    private int size;

    int size() {
        return size;
    }

    /// The first deadline, or NEVER.
    long earliest() {
        Timer first = heap[0];
        return first == null ? Deadline.NEVER : first.deadline;
    }

    /// Puts a timer in, or moves one that is.
    void schedule(Timer timer, long deadline) {
        if (timer.index == Timer.OUT) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            timer.index = size;
            heap[size++] = timer;
        }
        timer.deadline = deadline;
        restore(timer);
    }

    /// Takes a timer out, and says whether it was in and so will not fire.
    @SuppressWarnings("ReferenceEquality") // this very timer
    boolean cancel(Timer timer) {
        int index = timer.index;
        if (index == Timer.OUT) {
            return false;
        }
        Timer last = at(--size);
        heap[size] = null;
        timer.index = Timer.OUT;
        if (last != timer) {
            put(last, index);
            restore(last);
        }
        return true;
    }

    /// A timer whose deadline has come, taken out; else null.
    @Nullable Timer expired(long now) {
        Timer first = heap[0];
        if (first == null || Deadline.left(first.deadline, now) > 0) {
            return null;
        }
        cancel(first);
        return first;
    }

    /// Any timer, taken out; null when none is left.
    @Nullable Timer evict() {
        return size == 0 ? null : taken(at(size - 1));
    }

    private Timer taken(Timer timer) {
        cancel(timer);
        return timer;
    }

    /// Moves a timer up or down to where its deadline belongs.
    private void restore(Timer timer) {
        int index = timer.index;
        while (index > 0 && at((index - 1) / 2).deadline > timer.deadline) {
            put(at((index - 1) / 2), index);
            index = (index - 1) / 2;
        }
        for (int child = smallerChild(index);
                child < size && at(child).deadline < timer.deadline;
                child = smallerChild(index)) {
            put(at(child), index);
            index = child;
        }
        put(timer, index);
    }

    private int smallerChild(int index) {
        int left = 2 * index + 1;
        boolean rightIsLess = left + 1 < size && at(left + 1).deadline < at(left).deadline;
        return rightIsLess ? left + 1 : left;
    }

    private void put(Timer timer, int index) {
        heap[index] = timer;
        timer.index = index;
    }

    private Timer at(int index) {
        Timer timer = heap[index];
        if (timer == null) {
            throw new IllegalStateException("index: " + index + ", expected below " + size);
        }
        return timer;
    }
}
