package dev.ringmark.runtime.task;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/// Loops that share the tasks which none of them has begun (SPG-028, SPG-029).
///
/// Each loop has a bounded line of such tasks. It begins those of its own line, one a turn, and
/// when it has nothing else to do, those of the others. A task that has begun stays: only what has
/// no operation under way can move. The loops stay their own: each is closed by itself, and refuses
/// by then what is left in its line. A loop is in one group at most. Any thread.
public final class LoopGroup {

    /// Which loops may begin a task.
    public enum Placement {
        /// The one it is given to.
        PINNED,
        /// Whichever of the group has time.
        STEALABLE
    }

    /// The most that a line can be allowed to hold.
    public static final int CAPACITY_MAX = 1 << 20;

    private final List<Share> shares = new ArrayList<>();

    private LoopGroup(List<Loop> loops, int capacity, int stealBudget) {
        for (Loop loop : loops) {
            shares.add(new Share(loop, loop.turns::wake, capacity, stealBudget));
        }
        for (int at = 0; at < shares.size(); at++) {
            List<Share> others = new ArrayList<>(shares);
            Collections.rotate(others, -at);
            Share mine = others.removeFirst();
            mine.join(List.copyOf(others));
            mine.loop.turns.share(mine);
            mine.loop.turns.wake(); // one that sleeps already has not said so to the group
        }
    }

    /// Lets loops share from now on.
    ///
    /// @param loops 1 or more, each once, and none of another group
    /// @param capacity how many tasks may wait in a loop's line, 1 to [#CAPACITY_MAX]
    /// @param stealBudget how many a loop takes from another one at a time, 1 to capacity, and not
    ///     more than half of those that wait there: what it has taken nobody else can begin
    public static LoopGroup of(List<Loop> loops, int capacity, int stealBudget) {
        if (loops.isEmpty() || loops.stream().distinct().count() != loops.size()) {
            throw new IllegalArgumentException(
                    "loops: " + loops.size() + ", expected 1 or more, each of them once");
        }
        require("capacity", capacity, CAPACITY_MAX);
        require("stealBudget", stealBudget, capacity);
        return new LoopGroup(loops, capacity, stealBudget);
    }

    /// Gives a task to a loop.
    ///
    /// @param home one of the group's
    /// @throws TaskException.Overloaded when it is stealable, and the line of its loop is full
    /// @throws TaskException.Closed when the loop is closing
    public <T extends @Nullable Object> GroupTask<T> fork(
            Loop home, Placement placement, Callable<T> body) {
        Share share = shareOf(home);
        GroupTask<T> task = new GroupTask<>(share, body);
        if (placement == Placement.PINNED) {
            if (task.begin(home) == GroupTask.Begin.CLOSING) {
                throw closing();
            }
            return task;
        }
        switch (share.line.offer(task)) {
            case TAKEN -> share.offered();
            case FULL ->
                    throw new TaskException.Overloaded(
                            "fork: the loop's line of tasks to begin is full; let some end first,"
                                    + " or give it a larger capacity");
            case CLOSED -> throw closing();
        }
        return task;
    }

    /// How many tasks wait in a loop's line, a little late.
    public int waiting(Loop home) {
        return shareOf(home).line.size();
    }

    /// How many tasks the loop has begun that were given to others, a little late.
    public long stolenBy(Loop thief) {
        return shareOf(thief).stolen();
    }

    /// How often the loop has looked into the line of another that had something, a little late.
    public long attemptsBy(Loop thief) {
        return shareOf(thief).attempts();
    }

    /// How often the loop has begun tasks of another, a little late.
    public long successesBy(Loop thief) {
        return shareOf(thief).successes();
    }

    private Share shareOf(Loop loop) {
        for (Share share : shares) {
            if (share.loop.equals(loop)) {
                return share;
            }
        }
        throw new IllegalArgumentException(
                "loop: "
                        + loop.name()
                        + ", expected one of the "
                        + shares.size()
                        + " of this group");
    }

    private static TaskException.Closed closing() {
        return new TaskException.Closed("the loop is closing and takes no tasks");
    }

    private static void require(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + ": " + value + ", expected 1.." + max);
        }
    }
}
