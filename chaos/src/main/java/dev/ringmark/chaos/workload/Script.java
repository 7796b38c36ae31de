package dev.ringmark.chaos.workload;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.fault.Fired;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// Everything that decides a run: the same script gives the same run.
///
/// @param seed decides the kernel's free choices, and the shape of the driver
/// @param shape the driver and kernel that the run is on
/// @param actions what the program does, each number read against the state it meets
/// @param faults what goes wrong; null when that is drawn from the seed
/// @param kinds the kinds to draw from; empty for a random subset of all
/// @param endsAtOnce whether the driver is closed right behind the last action, in the thick of it;
///     else the seed decides that
public record Script(
        long seed,
        Shape shape,
        List<Integer> actions,
        @Nullable List<Fired> faults,
        Set<FaultKind> kinds,
        boolean endsAtOnce) {

    private static final int ACTIONS_MAX = 48;

    /// Long enough for slots to be used again and again; one program in so many is.
    private static final int LONG_ACTIONS_MAX = 300;
    private static final int LONG_ONE_IN = 16;

    public Script {
        actions = List.copyOf(actions);
        faults = faults == null ? null : List.copyOf(faults);
        kinds = Set.copyOf(kinds);
    }

    /// A script that is only its record.
    public Script(long seed, Shape shape, List<Integer> actions, List<Fired> faults) {
        this(seed, shape, actions, faults, Set.of(), false);
    }

    /// The script that a seed stands for.
    public static Script of(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Shape shape = Shape.drawn(chance);
        boolean isLong = chance.nextInt(LONG_ONE_IN) == 0;
        int count = 4 + chance.nextInt(isLong ? LONG_ACTIONS_MAX : ACTIONS_MAX - 3);
        List<Integer> actions = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            actions.add(chance.nextInt());
        }
        return new Script(seed, shape, actions, null, Set.of(), false);
    }

    /// A script of some verbs.
    ///
    /// @param on makes the shape of the run from one drawn by chance
    /// @param verbs what the program does, each as likely as it is often in the list
    /// @param most how many actions at most
    /// @param kinds what may go wrong; at least one, or nothing does
    public static Script of(
            long seed, UnaryOperator<Shape> on, List<Verb> verbs, int most, Set<FaultKind> kinds) {
        SplittableRandom chance = new SplittableRandom(seed);
        Shape shape = on.apply(Shape.drawn(chance));
        List<Integer> actions = Verb.program(verbs, most, chance);
        @Nullable List<Fired> none = kinds.isEmpty() ? List.of() : null;
        return new Script(seed, shape, actions, none, kinds, false);
    }

    /// The same run with these actions and faults instead.
    public Script with(List<Integer> otherActions, List<Fired> otherFaults) {
        return new Script(seed, shape, otherActions, otherFaults, kinds, endsAtOnce);
    }

    /// The same run on another driver and kernel.
    public Script with(Shape otherShape) {
        return new Script(seed, otherShape, actions, faults, kinds, endsAtOnce);
    }

    /// The same run with the driver's end right behind its last action.
    public Script endingAtOnce() {
        return new Script(seed, shape, actions, faults, kinds, true);
    }

    FaultPlan plan() {
        if (faults != null) {
            return FaultPlan.replayed(faults);
        }
        return kinds.isEmpty() ? FaultPlan.drawn(~seed) : FaultPlan.only(~seed, kinds);
    }
}
