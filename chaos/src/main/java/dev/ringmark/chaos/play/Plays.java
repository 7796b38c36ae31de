package dev.ringmark.chaos.play;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.chaos.workload.Shape;
import dev.ringmark.chaos.workload.Violation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The plays, and their runs by seeds.
public enum Plays {
    /// Files are closed while operations name them, and their numbers come again.
    FILES(FilesPlay::new, UnaryOperator.identity()),
    /// Chains, with members that fail, are short, are cancelled, or do not all get into the ring.
    CHAINS(ChainsPlay::new, UnaryOperator.identity()),
    /// Two drivers that wake each other.
    MESSAGES(MessagesPlay::new, shape -> shape.withMode(Shape.Mode.PLAIN)),
    /// Sends without a copy, whose memory is back only with the notification.
    ZERO_COPY(ZeroCopyPlay::new, Plays::modern),
    /// Streams that share groups of buffers.
    GROUPS(GroupsPlay::new, Plays::modern),
    /// A server hands its listener to another one, under load.
    HAND_OVER(HandOverPlay::new, UnaryOperator.identity()),
    /// Loops that share tasks.
    STEALING(StealPlay::new, UnaryOperator.identity()),
    /// Shards, their messages, counters and operations.
    SHARDS(ShardsPlay::new, UnaryOperator.identity()),
    /// Clients and servers of a bounded channel.
    BOUNDARY(BoundaryPlay::new, UnaryOperator.identity()),
    /// Tasks that do everything, on every kernel.
    TASKS(tasks(TaskDeed.values()), UnaryOperator.identity()),
    /// Tasks whose times end together, are moved, or are over at once.
    TASK_TIMES(
            tasks(
                    TaskDeed.TIMEOUT,
                    TaskDeed.NESTED,
                    TaskDeed.TIGHT,
                    TaskDeed.RESET,
                    TaskDeed.READ,
                    TaskDeed.LINKED_TIME,
                    TaskDeed.NOTHING),
            shape -> shape.withSqEntries(1)),
    /// Tasks that own buffers, of a pool and of groups, and lose interest in them.
    TASK_BUFFERS(
            tasks(
                    TaskDeed.READ,
                    TaskDeed.WRITE,
                    TaskDeed.SEND,
                    TaskDeed.SEND_ZERO_COPY,
                    TaskDeed.RECEIVE,
                    TaskDeed.THROW),
            Plays::modern),
    /// Tasks that submit several operations at once, and open files.
    TASK_GROUPS(
            tasks(
                    TaskDeed.CHAIN,
                    TaskDeed.QUIET,
                    TaskDeed.BATCH,
                    TaskDeed.LINKED_TIME,
                    TaskDeed.OPEN,
                    TaskDeed.SEND,
                    TaskDeed.UNPREPARED),
            shape -> shape.withPermits(shape.permits() + 4, shape.waiters()));

    private static final int DECISIONS_MAX = 60;
    private static final int TURNS = 300;
    private static final int DECISION_BITS = 20;
    private static final Set<FaultKind> KINDS =
            EnumSet.of(
                    FaultKind.ENTER_EINTR,
                    FaultKind.ENTER_EAGAIN,
                    FaultKind.ENTER_EBUSY,
                    FaultKind.ENTER_NOTHING,
                    FaultKind.ENTER_SHORT,
                    FaultKind.WAIT_EINTR,
                    FaultKind.TRANSFER_SHORT,
                    FaultKind.LATE,
                    FaultKind.BURST,
                    FaultKind.CQ_FULL,
                    FaultKind.CQE_ERROR,
                    FaultKind.CQE_CANCELED,
                    FaultKind.CANCEL_FAILS,
                    FaultKind.MULTISHOT_ENDS,
                    FaultKind.SLOW_TEARDOWN,
                    FaultKind.SQE_SPOILED);

    private final Function<Stage, Play> maker;
    private final UnaryOperator<Shape> shape;

    Plays(Function<Stage, Play> maker, UnaryOperator<Shape> shape) {
        this.maker = maker;
        this.shape = shape;
    }

    /// Runs what a seed stands for.
    ///
    /// @return the first promise that was broken, or null
    public @Nullable Violation run(long seed) {
        return play(seed).violation;
    }

    /// A number that two runs of a seed share: of all that the kernel was asked for and has done.
    public long hash(long seed) {
        Ran ran = play(seed);
        return ran.hash * 31 + String.valueOf(ran.violation).hashCode();
    }

    private Ran play(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Shape drawn = shape.apply(Shape.drawn(chance));
        int count = chance.nextInt(DECISIONS_MAX);
        List<Integer> decisions = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            decisions.add(chance.nextInt(1 << DECISION_BITS));
        }
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : KINDS) {
            if (chance.nextInt(4) == 0) {
                kinds.add(kind);
            }
        }
        return run(seed, drawn, FaultPlan.only(~seed, kinds), decisions);
    }

    /// Runs numbers of one's own, on the newest kernel where nothing goes wrong.
    ///
    /// @return the first promise that was broken, or null
    public @Nullable Violation run(List<Integer> decisions) {
        Shape plain = new Shape(Shape.RELEASES.getFirst(), Shape.Mode.PLAIN, 4, 4, 4);
        return run(1, plain, FaultPlan.none(), decisions).violation;
    }

    /// What came of a crowd.
    ///
    /// @param violation the first promise that was broken, or null
    /// @param most how many operations were in flight at once
    public record Crowded(@Nullable Violation violation, int most) {}

    /// Runs many tasks at once, each with an operation that waits.
    ///
    /// @param inFlight how many, 1 or more
    public static Crowded crowd(long seed, String release, int inFlight) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        SplittableRandom chance = new SplittableRandom(seed);
        for (FaultKind kind : KINDS) {
            if (chance.nextInt(3) == 0) {
                kinds.add(kind);
            }
        }
        FaultPlan plan = FaultPlan.only(~seed, kinds);
        Shape on = new Shape(release, Shape.Mode.PLAIN, 64, inFlight, inFlight);
        SimulatedKernel.Options options = SimulatedKernel.Options.of(on.profile(), seed).with(plan);
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            plan.stop();
            Stage stage = new Stage(kernel, plan, 0, on);
            TasksPlay play = new TasksPlay(stage, TaskDeed.READ, TaskDeed.TIMEOUT, TaskDeed.NESTED);
            plan.resume();
            List<Integer> decisions = new ArrayList<>();
            for (int at = 0; at < inFlight; at++) {
                decisions.add(chance.nextInt(1 << DECISION_BITS) & ~0xf); // all fork
            }
            for (int at = 0; at < TURNS; at++) {
                decisions.add(chance.nextInt(1 << DECISION_BITS) | 0xc); // ends, peers and turns
                decisions.add((chance.nextInt(1 << DECISION_BITS) & ~0xf) | (6 + at % 5));
            }
            return new Crowded(play.run(decisions), play.most());
        }
    }

    private static Function<Stage, Play> tasks(TaskDeed... deck) {
        return stage -> new TasksPlay(stage, deck);
    }

    /// What a play is about came with 6.0.
    private static Shape modern(Shape shape) {
        return shape.release().startsWith("5.") ? shape.withMode(shape.mode()) : shape;
    }

    private record Ran(@Nullable Violation violation, long hash) {}

    private Ran run(long seed, Shape on, FaultPlan plan, List<Integer> decisions) {
        SimulatedKernel.Options options = SimulatedKernel.Options.of(on.profile(), seed).with(plan);
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            plan.stop();
            Play play = maker.apply(new Stage(kernel, plan, seed, on));
            plan.resume();
            Violation violation = play.run(decisions);
            return new Ran(violation, kernel.traceHash());
        }
    }
}
