package dev.ringmark.runtime.task;

import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What can run on a loop, first come first served: a ring of the loop's own, and a list for all
/// other threads.
///
/// Unbounded, because what can run must never be refused; every entry is a thread or a caller that
/// exists anyway.
final class RunQueue {

    private static final int SIZE_FIRST = 64;

    private @Nullable Strand[] ring = new @Nullable Strand[SIZE_FIRST];
    private int head;
    private int size;
    private final AtomicReference<@Nullable Strand> remote = new AtomicReference<>();

    /// The loop's thread: how many can run, those of other threads not counted yet.
    int size() {
        return size;
    }

    /// The loop's thread: whether nothing can run.
    boolean isEmpty() {
        return size == 0 && remote.getAcquire() == null;
    }

    /// The loop's thread.
    void add(Strand strand) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size++) & (ring.length - 1)] = strand;
    }

    /// Any thread. Whoever adds has to wake the loop then.
    void addRemote(Strand strand) {
        Strand first;
        do {
            first = remote.get();
            strand.next = first;
        } while (!remote.compareAndSet(first, strand));
    }

    /// The loop's thread: the first in line, or null.
    @Nullable Strand poll() {
        if (size == 0) {
            return null;
        }
        Strand strand = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        return strand;
    }

    /// The loop's thread: takes strands out of there and puts them before all others.
    void putFirst(Deque<Strand> strands) {
        for (Strand each = poll(); each != null; each = poll()) {
            strands.add(each);
        }
        strands.forEach(this::add);
        strands.clear();
    }

    /// The loop's thread: takes over what other threads have added, in their order.
    void collect() {
        if (remote.getAcquire() != null) {
            drainRemote(this::add);
        }
    }

    /// Any thread: takes everything that other threads have added, in their order.
    void drainRemote(Consumer<Strand> taker) {
        Strand reversed = null;
        Strand each = remote.getAndSet(null);
        while (each != null) {
            Strand after = each.next;
            each.next = reversed;
            reversed = each;
            each = after;
        }
        while (reversed != null) {
            Strand next = reversed.next;
            reversed.next = null;
            taker.accept(reversed);
            reversed = next;
        }
    }

    private void grow() {
        @Nullable Strand[] larger = new @Nullable Strand[2 * size];
        System.arraycopy(ring, head, larger, 0, size - head);
        System.arraycopy(ring, 0, larger, size - head, head);
        ring = larger;
        head = 0;
    }
}
