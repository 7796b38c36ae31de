package dev.ringmark.chaos.scenarios;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.play.Plays;
import dev.ringmark.chaos.scenarios.Scenario.Both;
import dev.ringmark.chaos.scenarios.Scenario.How;
import dev.ringmark.chaos.scenarios.Scenario.Played;
import dev.ringmark.chaos.scenarios.Scenario.Seeds;
import dev.ringmark.chaos.workload.Mark;
import dev.ringmark.chaos.workload.Shape;
import dev.ringmark.chaos.workload.Verb;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A scenario by seeds in the making.
///
/// @param verbs what the program does
/// @param kinds what goes wrong
/// @param shape makes the driver
/// @param marks branches of the driver that some seed has to go through
/// @param most how many actions at most
record Plan(
        List<Verb> verbs,
        Set<FaultKind> kinds,
        UnaryOperator<Shape> shape,
        Set<Mark> marks,
        int most) {

    static final UnaryOperator<Shape> ANY = UnaryOperator.identity();
    private static final int ACTIONS_MAX = 40;

    static UnaryOperator<Shape> entries(int sqEntries) {
        return shape -> shape.withSqEntries(sqEntries);
    }

    static UnaryOperator<Shape> mode(Shape.Mode mode) {
        return shape -> shape.withMode(mode);
    }

    static Plan seeds(Verb... verbs) {
        return new Plan(List.of(verbs), Set.of(), ANY, Set.of(), ACTIONS_MAX);
    }

    static Shape small(Shape shape) {
        return shape.withSqEntries(1 + (shape.sqEntries() & 1));
    }

    Plan with(FaultKind... faults) {
        return new Plan(verbs, Set.of(faults), shape, marks, most);
    }

    Plan on(UnaryOperator<Shape> other) {
        return new Plan(verbs, kinds, other, marks, most);
    }

    Plan reaching(Mark... some) {
        return new Plan(verbs, kinds, shape, Set.of(some), most);
    }

    Plan atMost(int actions) {
        return new Plan(verbs, kinds, shape, marks, actions);
    }

    static void add(List<Scenario> all, String id, String title, Plan plan) {
        add(all, id, title, plan.how());
    }

    /// By the plan, and by a play.
    static void add(List<Scenario> all, String id, String title, Plan plan, Plays play) {
        add(all, id, title, new Both(plan.how(), new Played(play)));
    }

    private Seeds how() {
        return new Seeds(verbs, kinds, shape, marks, most);
    }

    static void add(List<Scenario> all, String id, String title, How how) {
        all.add(new Scenario(id, title, how));
    }
}
