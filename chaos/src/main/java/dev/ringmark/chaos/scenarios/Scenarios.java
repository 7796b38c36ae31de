package dev.ringmark.chaos.scenarios;

import java.util.ArrayList;
import java.util.List;

/// The scenarios of the catalogue that are for the simulation.
public final class Scenarios {

    private static final List<Scenario> ALL = all();

    private Scenarios() {}

    /// All of them, by id.
    public static List<Scenario> list() {
        return ALL;
    }

    /// One of them.
    ///
    /// @throws IllegalArgumentException when there is none of that id
    public static Scenario of(String id) {
        return ALL.stream()
                .filter(scenario -> scenario.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "scenario: " + id + ", expected C-01..C-67, see the list"));
    }

    private static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        QueueScenarios.addTo(all);
        LifeScenarios.addTo(all);
        LoadScenarios.addTo(all);
        return all.stream().map(TaskScenarios::with).toList();
    }
}
