package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.shards.ShardSnapshot;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.ShardsSnapshot;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Loop;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// What a play has seen of each shard, to hold against what the runtime says of itself (SPG-042).
final class ShardTruth {

    /// What was seen of one shard.
    static final class Seen {

        int pinned;
        int stealable;
        int stealableRefused;
        int begun;
        int sent;
        int taken;
        int refused;
        int told;
        int heard;
        boolean isClosed;
    }

    private record Given(int home, GroupTask<Integer> task) {}

    private final Letters.Checks checks;
    private final Shards shards;
    private final List<Seen> seen = new ArrayList<>();
    private final List<Given> given = new ArrayList<>();
    private int operations;
    private int files;
    private int operationsBegun;

    ShardTruth(Shards shards, Letters.Checks checks) {
        this.shards = shards;
        this.checks = checks;
        for (int at = 0; at < shards.count(); at++) {
            seen.add(new Seen());
        }
    }

    Seen of(int shard) {
        return seen.get(shard);
    }

    /// A task that any shard may begin was taken.
    void given(int home, GroupTask<Integer> task) {
        seen.get(home).stealable++;
        given.add(new Given(home, task));
    }

    /// An operation on a file, or on none, is asked for.
    void begin(boolean hasFile) {
        operationsBegun++;
        operations++;
        files += hasFile ? 1 : 0;
    }

    /// It has ended.
    void end(boolean hasFile) {
        operations--;
        files -= hasFile ? 1 : 0;
    }

    /// @param started operations that were started and have not ended, all of them on a file
    /// @param startedAll how many were ever started
    void compare(ShardsSnapshot now, long started, int startedAll) {
        for (ShardSnapshot shard : now.shards()) {
            tasks(shard, seen.get(shard.index()));
            messages(shard, seen.get(shard.index()));
        }
        long pending = now.sum(shard -> shard.operations().pending());
        is("operations under way", operations + started, pending);
        long all = sum(now, ShardSnapshot.OperationCounts::local);
        all += sum(now, ShardSnapshot.OperationCounts::remote);
        is("operations asked for", operationsBegun + startedAll, all);
        boolean hasFiles = files + started > 0;
        checks.check(
                now.leases() <= (hasFiles ? 1 : 0),
                Invariant.I_26,
                now.leases() + " files are leased, and there are operations on " + hasFiles);
    }

    private static long sum(
            ShardsSnapshot now, ToLongFunction<ShardSnapshot.OperationCounts> number) {
        return now.sum(shard -> number.applyAsLong(shard.operations()));
    }

    private void tasks(ShardSnapshot shard, Seen its) {
        ShardSnapshot.Tasks counts = shard.tasks();
        int waiting = 0;
        int stolen = 0;
        for (Given each : given) {
            Integer on = beginner(each.task());
            boolean isLeft = on == null && !each.task().isDone();
            waiting += isLeft && each.home() == shard.index() ? 1 : 0;
            stolen += on != null && on == shard.index() && on != each.home() ? 1 : 0;
        }
        is("tasks that stay", its.pinned, counts.pinned());
        is("tasks that may move", its.stealable, counts.stealable());
        is("tasks refused", its.stealableRefused, counts.overloads());
        is("tasks begun", its.begun, counts.executed());
        is("tasks that wait", waiting, counts.waiting());
        is("tasks stolen", stolen, counts.stolen());
        is("tasks begun where they must not", 0, counts.violations());
        boolean isLikely =
                counts.stealAttempts() >= counts.stealSuccesses()
                        && counts.stealSuccesses() <= counts.stolen()
                        && (counts.stealSuccesses() > 0) == (counts.stolen() > 0);
        checks.check(isLikely, Invariant.I_26, "it says of steals: " + counts);
    }

    private @Nullable Integer beginner(GroupTask<Integer> task) {
        Loop on = task.loop();
        return on == null ? null : shards.of(on).index();
    }

    private void messages(ShardSnapshot shard, Seen its) {
        ShardSnapshot.Messages counts = shard.messages();
        is("messages", its.sent, counts.submitted());
        is("messages refused", its.refused, counts.overloads());
        is("messages taken", its.taken, counts.completed());
        long over = counts.completed() + counts.failed() + counts.joined() + counts.waiting();
        is("messages and what became of them", counts.submitted(), over);
        is("messages that wait behind the end", 0, its.isClosed ? counts.waiting() : 0);
        is("messages lost by an open shard", 0, its.isClosed ? 0 : counts.failed());
        ShardSnapshot.Controls controls = shard.controls();
        is("control messages", its.told, controls.submitted());
        is("control messages heard", its.heard, controls.heard());
        long ended = controls.heard() + controls.failed() + controls.waiting();
        is("control messages and what became of them", controls.submitted(), ended);
        is("control messages lost by an open shard", 0, its.isClosed ? 0 : controls.failed());
    }

    private void is(String what, long expected, long said) {
        checks.check(
                expected == said,
                Invariant.I_26,
                what + ": " + expected + " were seen, it says " + said);
    }
}
