package dev.ringmark.runtime.bench.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Owners on threads of the JDK, told the way that shards have it: what comes is added up, and who
/// finds nothing there wakes the owner.
final class ThreadOwners implements Owners {

    private static final class Inbox {
        final AtomicLong sum = new AtomicLong();
        volatile @Nullable Thread owner;
    }

    private final int streams;
    private final List<Inbox> inboxes = List.of(new Inbox(), new Inbox());
    private final AtomicLongArray sums = new AtomicLongArray(COUNT);

    ThreadOwners(int streams) {
        this.streams = streams;
    }

    @Override
    public void tell(int owner, int value) {
        Inbox inbox = inboxes.get(owner);
        if (inbox.sum.getAndAdd(value) == 0) {
            LockSupport.unpark(inbox.owner);
        }
    }

    @Override
    public List<Crew.Part> parts() {
        List<Crew.Part> parts = new ArrayList<>();
        for (int at = 0; at < COUNT; at++) {
            int owner = at;
            parts.add(() -> own(owner));
        }
        return parts;
    }

    private void own(int owner) throws InterruptedException {
        Inbox inbox = inboxes.get(owner);
        inbox.owner = Thread.currentThread();
        long sum = 0;
        while (sum < (long) streams * STOP) {
            long told = inbox.sum.getAndSet(0);
            sum += told;
            if (told == 0) {
                LockSupport.park(inbox);
                if (Thread.interrupted()) {
                    throw new InterruptedException("owner " + owner);
                }
            }
        }
        sums.set(owner, sum % STOP);
    }

    @Override
    public long sum(int owner) {
        return sums.get(owner);
    }
}
