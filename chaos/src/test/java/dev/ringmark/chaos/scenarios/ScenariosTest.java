package dev.ringmark.chaos.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest { // C-01..C-67

    private static final long SEEDS = 200;

    static List<Scenario> scenarios() {
        return Scenarios.list();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void it_keeps_every_promise_and_gets_where_it_is_about(Scenario scenario) {
        Scenario.Verdict verdict = scenario.run(0, SEEDS);
        assertTrue(verdict.isGood(), () -> scenario.id() + ": " + verdict);
    }

    @Test
    void every_scenario_of_the_catalogue_has_its_row() {
        List<String> expected =
                Stream.of(
                                IntStream.rangeClosed(1, 57),
                                IntStream.rangeClosed(60, 62),
                                IntStream.rangeClosed(64, 67))
                        .flatMap(IntStream::boxed)
                        .map("C-%02d"::formatted)
                        .toList();
        assertEquals(expected, Scenarios.list().stream().map(Scenario::id).toList());
    }
}
