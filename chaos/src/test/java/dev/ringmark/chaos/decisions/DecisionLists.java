package dev.ringmark.chaos.decisions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.chaos.mutants.Mutants;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/// Programs for stateful properties: each number picks one of the actions that the state allows, so
/// that a list of numbers is a program, a part of it is one too, and it can be repeated by itself.
abstract class DecisionLists {

    private static final int DECISIONS_MAX = 80;
    private static final int DECISION_MAX = 255;

    /// By mutant and class: the class as it is with the mutant.
    private static final Map<String, Class<?>> MUTATED = new HashMap<>();

    @Provide
    Arbitrary<List<Integer>> decisions() {
        Arbitrary<Integer> decision = Arbitraries.integers().between(0, DECISION_MAX);
        return decision.list().ofMaxSize(DECISIONS_MAX);
    }

    /// Plays a program on the simulated kernel with a bug in the runtime.
    ///
    /// @param play the class with `simulated(List)`, which says what was wrong
    /// @param mutant the bug
    static void assertNothingIsWrong(Class<?> play, String mutant, List<Integer> decisions) {
        Class<?> mutated =
                MUTATED.computeIfAbsent(
                        mutant + play.getName(), _ -> Mutants.load(Mutants.of(mutant), play));
        try {
            String wrong =
                    (String) mutated.getMethod("simulated", List.class).invoke(null, decisions);
            assertEquals("", wrong);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
