package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.shards.Tags.Kind;
import dev.ringmark.runtime.task.Idle;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopGroup;
import dev.ringmark.runtime.task.LoopOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How a runtime is to be made, from [Shards#builder()]; what does not fit together is told at the
/// start, all of it in one exception. Not for several threads.
public final class ShardsBuilder {

    /// The most shards there can be.
    public static final int SHARDS_MAX = 1024;

    /// The most messages of one sender that can be allowed to wait with a shard.
    public static final int MESSAGES_MAX = 1 << 20;

    String name = "shard";
    Kernel kernel = Kernel.host();
    int shards = Runtime.getRuntime().availableProcessors();
    int messageCapacity = 1024;
    int stealableCapacity = 1024;
    int stealBudget = 16;
    long leaseNs = 100_000_000;
    LoopOptions loop = withMessages(LoopOptions.named(name));
    final Map<Integer, Kind> tags = new HashMap<>();
    final Map<Integer, Long> thresholds = new HashMap<>();
    final Map<Integer, ControlListener> listeners = new HashMap<>();
    private int[] cpus = {};
    private Idle idle = Idle.park();
    private final List<String> problems = new ArrayList<>();

    ShardsBuilder() {}

    /// How many shards, 1 to [#SHARDS_MAX]; as many as processors, if not said.
    public ShardsBuilder shards(int count) {
        shards = count;
        return this;
    }

    /// What their threads are called, each with its index behind it; `shard`, if not said.
    public ShardsBuilder name(String text) {
        name = text;
        return this;
    }

    /// Whose rings they are; the host's, if not said.
    public ShardsBuilder kernel(Kernel other) {
        kernel = other;
        return this;
    }

    /// How each loop is made, but for its name; [LoopOptions#named] with messages, if not said.
    public ShardsBuilder loop(LoopOptions options) {
        loop = options;
        return this;
    }

    /// Which CPUs the shards' threads are bound to, in turn, where that can be (SPG-043); whichever
    /// the system takes, if not said.
    ///
    /// @param some each 0 to [LoopOptions#CPU_MAX]
    public ShardsBuilder cpus(int... some) {
        for (int cpu : some) {
            if (cpu < 0 || cpu > LoopOptions.CPU_MAX) {
                problems.add("cpu: " + cpu + ", expected 0.." + LoopOptions.CPU_MAX);
                return this;
            }
        }
        cpus = some.clone();
        return this;
    }

    /// What a shard's thread does when it has nothing to do (SPG-013): it sleeps, if not said.
    /// Looking before that needs CPUs of their own ([#cpus]).
    public ShardsBuilder idle(Idle policy) {
        idle = policy;
        return this;
    }

    /// What wakes a shard that sleeps (SPG-009): messages of the other's ring, if not said.
    public ShardsBuilder doorbell(WakeKind kind) {
        loop = loop.withDriver(loop.driver().withWake(kind));
        return this;
    }

    /// How many messages of one sender may wait with a shard, 1 to [#MESSAGES_MAX]; 1,024, if not
    /// said. One more is an error that the sender sees.
    public ShardsBuilder messageCapacity(int count) {
        messageCapacity = count;
        return this;
    }

    /// How many tasks that others may begin can wait with a shard, and how many of them, of half at
    /// most, another one takes at a time; 1,024 and 16, if not said.
    public ShardsBuilder stealing(int capacity, int budget) {
        stealableCapacity = capacity;
        stealBudget = budget;
        return this;
    }

    /// How long the file of an operation that ran anywhere stays with its shard after the last one
    /// (SPG-086); 100 ms, if not said.
    public ShardsBuilder leases(Duration time) {
        if (time.isNegative()) {
            problems.add("leases: " + time + ", expected a time of 0 or more");
        } else {
            leaseNs = time.compareTo(Duration.ofDays(1)) > 0 ? 86_400_000_000_000L : time.toNanos();
        }
        return this;
    }

    /// Tags with a lane of their own: [Shard#receiveHot] (SPG-034).
    public ShardsBuilder hotTags(int... some) {
        return tags(Kind.HOT, some);
    }

    /// Hot tags whose numbers are added to the last one of the same tag and sender, if nobody has
    /// taken it yet (SPG-035, SPG-036). One that would not fit into an int stays by itself.
    public ShardsBuilder joinedTags(int... some) {
        return tags(Kind.JOINED, some);
    }

    /// A tag that is only added up: [Shard#count] (SPG-037).
    ///
    /// @param wakeThreshold who waits is woken by the first addition, and by the one that makes it
    ///     as much as this, 1 or more (SPG-038)
    public ShardsBuilder counterTag(int tag, long wakeThreshold) {
        if (wakeThreshold < 1) {
            problems.add(
                    "wakeThreshold of tag " + tag + ": " + wakeThreshold + ", expected 1 or more");
        }
        thresholds.put(tag, wakeThreshold);
        return tags(Kind.COUNTER, tag);
    }

    /// A tag whose numbers a listener hears at once, on the shard's thread: [Shard#control]
    /// (SPG-033).
    public ShardsBuilder controlTag(int tag, ControlListener listener) {
        listeners.put(tag, listener);
        return tags(Kind.CONTROL, tag);
    }

    /// Starts them, each on a thread of its own.
    ///
    /// @throws IllegalArgumentException with everything that is out of range or does not fit
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses a ring; none is
    ///     left then
    public Shards start() {
        return open(Loop::start, false);
    }

    /// Makes them on the calling platform thread, which makes their turns: for simulations.
    public Shards startOnThisThread() {
        return open(Loop::onThisThread, true);
    }

    /// Makes them of loops that somebody else opens and turns, each on a platform thread of its
    /// own: for simulations with threads.
    ///
    /// @param way opens one, as [Loop#onThisThread] does on the thread that calls it
    public Shards startBy(BiFunction<Kernel, LoopOptions, Loop> way) {
        return open(way, false);
    }

    /// Starts them, runs a task on the first, and ends them when it has ended (SPG-045).
    ///
    /// @throws dev.ringmark.runtime.task.TaskException.Failed when it has thrown
    public <T extends @Nullable Object> T run(Callable<T> body) {
        try (Shards shards = start()) {
            return shards.run(body);
        }
    }

    private ShardsBuilder tags(Kind kind, int... some) {
        for (int tag : some) {
            if (!Tags.isTag(tag)) {
                problems.add("tag: " + tag + ", expected 0..65535");
                continue;
            }
            Kind other = tags.put(tag, kind);
            if (other != null) {
                problems.add("tag: " + tag + ", which was said to be " + other + " and " + kind);
            }
        }
        return this;
    }

    private Shards open(BiFunction<Kernel, LoopOptions, Loop> way, boolean isHere) {
        List<String> wrong = new ArrayList<>(problems);
        require(wrong, "shards", shards, SHARDS_MAX);
        require(wrong, "messageCapacity", messageCapacity, MESSAGES_MAX);
        require(wrong, "stealing capacity", stealableCapacity, LoopGroup.CAPACITY_MAX);
        if (stealBudget < 1 || stealBudget > stealableCapacity) {
            wrong.add(
                    "stealing budget: "
                            + stealBudget
                            + ", expected 1 up to the capacity, "
                            + stealableCapacity);
        }
        boolean isShared = Arrays.stream(cpus).distinct().count() < shards;
        if (!(idle instanceof Idle.Park) && isShared) {
            wrong.add(
                    "idle: "
                            + idle
                            + ", and "
                            + cpus.length
                            + " cpus for "
                            + shards
                            + " shards, expected one of its own for each");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
        List<Loop> loops = new ArrayList<>();
        try {
            IntStream.range(0, shards)
                    .mapToObj(this::optionsOf)
                    .forEach(options -> loops.add(way.apply(kernel, options)));
        } catch (RuntimeException | Error e) {
            loops.forEach(Loop::close);
            throw e;
        }
        return new Shards(this, loops, isHere);
    }

    private LoopOptions optionsOf(int shard) {
        LoopOptions named = loop.withName(name + "-" + shard);
        LoopOptions waiting = idle instanceof Idle.Park ? named : named.withIdle(idle);
        return cpus.length == 0 ? waiting : waiting.withCpu(cpus[shard % cpus.length]);
    }

    private static void require(List<String> wrong, String what, int value, int max) {
        if (value < 1 || value > max) {
            wrong.add(what + ": " + value + ", expected 1.." + max);
        }
    }

    private static LoopOptions withMessages(LoopOptions options) {
        return options.withDriver(options.driver().withWake(WakeKind.MESSAGE));
    }
}
