package dev.ringmark.examples;

import dev.ringmark.runtime.shards.Placement;
import dev.ringmark.runtime.shards.ShardSnapshot;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.ShardsLauncher;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Tasks of very different lengths, all given to one shard: the others take those that nobody has
/// begun, so that each has something to do until the end.
///
///     java @runtime/src/examples/flags \
///         runtime/src/examples/java/dev/ringmark/examples/WorkStealing.java --shards 2 TASKS
public final class WorkStealing {

    private static final int TASKS = 1000;
    private static final int UNDER_WAY_MAX = 512;
    private static final int NUMBER_MAX = 100_000;

    private WorkStealing() {}

    /// Adds up how many prime numbers there are below other numbers.
    public static void main(String[] args) {
        System.exit(ShardsLauncher.run(args, WorkStealing::run, System.err));
    }

    private static int run(Shards shards, List<String> arguments) {
        int count = arguments.isEmpty() ? TASKS : Integer.parseInt(arguments.getFirst());
        long sum = 0;
        Deque<GroupTask<Integer>> underWay = new ArrayDeque<>();
        for (int at = 0; at < count; at++) {
            if (underWay.size() == UNDER_WAY_MAX) {
                sum += underWay.remove().join(null);
            }
            int below = (at * 7919) % (at % 16 == 0 ? NUMBER_MAX : 100); // one in 16 is long
            underWay.add(spawn(shards, below));
        }
        while (!underWay.isEmpty()) {
            sum += underWay.remove().join(null);
        }
        System.out.println(count + " tasks found " + sum + " prime numbers");
        for (ShardSnapshot each : shards.snapshot().shards()) {
            ShardSnapshot.Tasks tasks = each.tasks();
            System.out.println(
                    "shard "
                            + each.index()
                            + " began "
                            + tasks.executed()
                            + ", "
                            + tasks.stolen()
                            + " of them stolen");
        }
        return 0;
    }

    /// Waits for room in the line of the first shard: that one is bounded.
    private static GroupTask<Integer> spawn(Shards shards, int below) {
        while (true) {
            try {
                return shards.spawn(Placement.stealable(0), () -> primesBelow(below));
            } catch (TaskException.Overloaded e) {
                Task.snooze();
            }
        }
    }

    private static int primesBelow(int end) {
        int primes = 0;
        for (int number = 2; number < end; number++) {
            primes += isPrime(number) ? 1 : 0;
        }
        return primes;
    }

    private static boolean isPrime(int number) {
        for (int factor = 2; factor * factor <= number; factor++) {
            if (number % factor == 0) {
                return false;
            }
        }
        return true;
    }
}
