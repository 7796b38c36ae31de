package dev.ringmark.chaos.scenarios;

import dev.ringmark.chaos.play.Plays;
import dev.ringmark.chaos.scenarios.Scenario.Both;
import dev.ringmark.chaos.scenarios.Scenario.Played;
import java.util.Map;

/// The scenarios that are also run with operations, owned buffers and tasks as the workload.
final class TaskScenarios {

    private static final Map<String, Plays> PLAYS =
            Map.ofEntries(
                    Map.entry("C-10", Plays.TASK_TIMES),
                    Map.entry("C-13", Plays.TASKS),
                    Map.entry("C-21", Plays.TASK_BUFFERS),
                    Map.entry("C-22", Plays.TASK_GROUPS),
                    Map.entry("C-24", Plays.TASKS),
                    Map.entry("C-25", Plays.TASK_GROUPS),
                    Map.entry("C-26", Plays.TASKS),
                    Map.entry("C-27", Plays.TASK_BUFFERS),
                    Map.entry("C-35", Plays.TASK_BUFFERS),
                    Map.entry("C-36", Plays.TASK_BUFFERS),
                    Map.entry("C-37", Plays.TASK_BUFFERS),
                    Map.entry("C-38", Plays.TASK_BUFFERS),
                    Map.entry("C-44", Plays.TASKS),
                    Map.entry("C-46", Plays.TASK_TIMES),
                    Map.entry("C-47", Plays.TASK_TIMES),
                    Map.entry("C-61", Plays.TASKS),
                    Map.entry("C-62", Plays.TASKS),
                    Map.entry("C-65", Plays.TASK_GROUPS),
                    Map.entry("C-66", Plays.TASK_GROUPS),
                    Map.entry("C-67", Plays.TASK_TIMES));

    private TaskScenarios() {}

    /// A scenario with its play of tasks, or as it is.
    static Scenario with(Scenario scenario) {
        Plays play = PLAYS.get(scenario.id());
        return play == null
                ? scenario
                : new Scenario(
                        scenario.id(),
                        scenario.title(),
                        new Both(scenario.how(), new Played(play)));
    }
}
