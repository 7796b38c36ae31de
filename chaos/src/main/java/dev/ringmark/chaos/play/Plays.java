package dev.ringmark.chaos.play;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.chaos.workload.Shape;
import dev.ringmark.chaos.workload.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
    BOUNDARY(BoundaryPlay::new, UnaryOperator.identity());

    private static final int DECISIONS_MAX = 60;
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
        return run(1, plain, FaultPlan.none(), decisions);
    }

    /// What a play is about came with 6.0.
    private static Shape modern(Shape shape) {
        return shape.release().startsWith("5.") ? shape.withMode(shape.mode()) : shape;
    }

    private @Nullable Violation run(long seed, Shape on, FaultPlan plan, List<Integer> decisions) {
        SimulatedKernel.Options options = SimulatedKernel.Options.of(on.profile(), seed).with(plan);
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            plan.stop();
            Play play = maker.apply(new Stage(kernel, plan, on));
            plan.resume();
            return play.run(decisions);
        }
    }
}
