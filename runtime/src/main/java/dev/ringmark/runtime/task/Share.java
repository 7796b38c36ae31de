package dev.ringmark.runtime.task;

import java.util.List;

/// A loop's part in a [LoopGroup]: its own line, and the way to those of the others.
final class Share {

    /* A loop that has nothing to do says that it is idle, looks into every line again, and sleeps;
     * whoever puts a task into a line looks for an idle loop afterwards. One of the two sees the
     * other. A loop that is busy looks into the lines when it is done. A loop that takes a task
     * while there are more, or has something else to run first, wakes another idle one: so a task
     * does not wait for a loop that is held up while another one sleeps.
     */

    final StealLine line;
    final Loop loop;
    private final Runnable waker;
    private final int budget;
    private List<Share> others = List.of();
    private int victim;
    private volatile boolean isIdle;
    private volatile long attempts;
    private volatile long successes;
    private volatile long stolen;

    /// @param waker makes the loop look; any thread
    Share(Loop loop, Runnable waker, int capacity, int budget) {
        this.loop = loop;
        this.waker = waker;
        this.budget = budget;
        line = new StealLine(capacity);
    }

    /// Before the loops can run: whom it may take from, in which order.
    void join(List<Share> all) {
        others = all;
    }

    /// Whether a loop is this one, or of its group.
    boolean sharesWith(Loop other) {
        boolean isOne = other.equals(loop);
        for (int at = 0; at < others.size() && !isOne; at++) {
            isOne = other.equals(others.get(at).loop);
        }
        return isOne;
    }

    /// How often it has looked into other lines.
    long attempts() {
        return attempts;
    }

    /// How often it has begun some of another line.
    long successes() {
        return successes;
    }

    /// How many tasks of other lines it has begun.
    long stolen() {
        return stolen;
    }

    boolean isIdle() {
        return isIdle;
    }

    /// The loop's thread: it is about to run other things first.
    void holdUp() {
        if (!line.isEmpty()) {
            wakeOne();
        }
    }

    /// The loop's thread: begins one task of its own line, or, where there is nothing else to do,
    /// some of another's.
    ///
    /// @return how many
    int begin(boolean hasNothingElse) {
        if (line.isClosed()) {
            return 0;
        }
        int begun = take(line, 1);
        if (begun == 0 && hasNothingElse) {
            begun = steal();
        }
        return begun;
    }

    /// The loop's thread: whether it may sleep.
    boolean beginIdle() {
        isIdle = true;
        if (!hasWork()) {
            return true;
        }
        isIdle = false;
        return false;
    }

    void endIdle() {
        isIdle = false;
    }

    /// Any thread: a task was put into this line.
    void offered() {
        if (isIdle) {
            waker.run();
        } else {
            wakeOne();
        }
    }

    /// The loop's thread: whether there is something to begin, its own or another's.
    boolean hasWork() {
        if (line.isClosed()) {
            return false;
        }
        boolean hasWork = !line.isEmpty();
        for (Share other : others) {
            hasWork |= !other.line.isEmpty();
        }
        return hasWork;
    }

    private void wakeOne() {
        for (Share other : others) {
            if (other.isIdle && !other.line.isClosed()) {
                other.waker.run();
                return;
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes
    private int steal() {
        int begun = 0;
        for (int tried = 0; tried < others.size() && begun == 0; tried++) {
            Share from = others.get(victim);
            victim = (victim + 1) % others.size();
            if (!from.line.isEmpty()) {
                attempts++;
                begun = take(from.line, Math.min(budget, (from.line.size() + 1) / 2));
                stolen += begun;
                successes += begun > 0 ? 1 : 0;
            }
        }
        return begun;
    }

    private int take(StealLine from, int max) {
        int begun = 0;
        while (begun < max) {
            GroupTask<?> task = from.poll();
            if (task == null) {
                break;
            }
            GroupTask.Begin how = task.begin(loop);
            begun += how == GroupTask.Begin.BEGUN ? 1 : 0;
            if (how == GroupTask.Begin.CLOSING) {
                giveBack(task, from);
                break;
            }
        }
        if (begun > 0 && !from.isEmpty()) {
            wakeOne();
        }
        return begun;
    }

    /// This loop is closing, and can begin nothing any more; others may.
    private void giveBack(GroupTask<?> task, StealLine from) {
        if (from.offer(task) == StealLine.Offer.TAKEN) {
            wakeOne();
        } else if (task.claim()) {
            task.refuse();
        }
    }
}
