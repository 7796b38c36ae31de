package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.shards.Placement;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.task.Focus;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The tasks of a play with shards: some stay, some are stolen, and now and then one runs alone
/// (POLY-30).
final class ShardCrew {

    /// How many tasks that may move wait with a shard at most.
    static final int LINE = 4;

    private static final Duration A_WHILE = Duration.ofNanos(1 << 18);

    private final Shards shards;
    private final ShardTruth truth;
    private final boolean[] isClosed;
    private final Letters.Checks checks;
    private final List<GroupTask<Integer>> tasks = new ArrayList<>();

    /// How often a task of each shard has begun, has ended, or went on.
    private final int[] steps;

    /// How many tasks of each shard have others stand still.
    private final int[] focused;

    /// The tasks of each shard that do so now and then.
    private final List<List<GroupTask<Integer>>> lonely = new ArrayList<>();

    /// @param isClosed which shards were asked to end
    ShardCrew(Shards shards, ShardTruth truth, boolean[] isClosed, Letters.Checks checks) {
        this.shards = shards;
        this.truth = truth;
        this.isClosed = isClosed;
        this.checks = checks;
        steps = new int[isClosed.length];
        focused = new int[isClosed.length];
        for (int shard = 0; shard < isClosed.length; shard++) {
            lonely.add(new ArrayList<>());
        }
    }

    /// Whether a task of a shard's may have the others stand still.
    boolean isHeldUp(int shard) {
        lonely.get(shard).removeIf(GroupTask::isDone);
        return !lonely.get(shard).isEmpty();
    }

    boolean isAtRest() {
        return tasks.stream().allMatch(GroupTask::isDone);
    }

    /// A task that stays, on a shard.
    ///
    /// @return null when the shard has ended
    @Nullable GroupTask<Integer> spawn(int home, Runnable body) {
        try {
            GroupTask<Integer> task =
                    shards.spawn(
                            Placement.on(home),
                            () -> {
                                truth.of(home).begun++;
                                steps[home]++;
                                Shard on = shards.current();
                                checks.check(
                                        on != null && on.index() == home,
                                        Invariant.I_20,
                                        "a task of shard " + home + " runs on " + on);
                                try {
                                    body.run();
                                } catch (RuntimeException e) {
                                    boolean isEnd = e instanceof TaskException;
                                    checks.check(
                                            isEnd && isClosed[home],
                                            Invariant.I_14,
                                            "a task has thrown " + e);
                                    throw e;
                                } finally {
                                    steps[home]++;
                                }
                                return 0;
                            });
            tasks.add(task);
            truth.of(home).pinned++;
            return task;
        } catch (TaskException.Closed e) {
            checks.check(isClosed[home], Invariant.I_10, "an open shard refused a task");
            return null;
        }
    }

    /// A task that any shard may begin.
    void give(int home, int argument) {
        try {
            GroupTask<Integer> task =
                    shards.spawn(
                            Placement.stealable(home),
                            () -> {
                                Shard on = shards.current();
                                int at = on == null ? home : on.index();
                                truth.of(at).begun++;
                                steps[at]++;
                                if ((argument & 1) == 0) {
                                    Task.sleep(Duration.ofNanos(1L << (argument >>> 1 & 0xf)));
                                    steps[at]++;
                                }
                                return 0;
                            });
            tasks.add(task);
            truth.given(home, task);
        } catch (TaskException.Overloaded e) {
            truth.of(home).stealableRefused++;
            checks.check(
                    shards.snapshot().shards().get(home).tasks().waiting() == LINE,
                    Invariant.I_06,
                    "a line that is not full refused a task");
        } catch (TaskException.Closed e) {
            checks.check(isClosed[home], Invariant.I_10, "an open shard refused a task");
        }
    }

    /// A task of a shard's has the others stand still for a while.
    void runAlone(int which, int argument) {
        List<GroupTask<Integer>> self = new ArrayList<>();
        GroupTask<Integer> task = spawn(which, () -> alone(which, argument, self));
        if (task != null) {
            self.add(task);
            lonely.get(which).add(task);
        }
    }

    private void alone(int which, int argument, List<GroupTask<Integer>> self) {
        if (self.isEmpty() || isClosed[which]) {
            return; // it runs before it was given out
        }
        Focus focus;
        try {
            focus = self.getFirst().focus(A_WHILE);
        } catch (IllegalStateException e) {
            checks.check(focused[which] > 0, Invariant.I_20, "nobody runs alone, and it says " + e);
            return;
        }
        focused[which]++;
        try (focus) {
            int seen = steps[which];
            for (int at = 0; at <= (argument & 3); at++) {
                Task.snooze();
                Task.sleep(Duration.ofNanos(1L << (argument >>> 2 & 0xf)));
                checks.check(
                        steps[which] == seen || focus.isOver() || isClosed[which],
                        Invariant.I_20,
                        "another task runs beside the one that is to run alone");
            }
        } finally {
            focused[which]--;
        }
    }
}
