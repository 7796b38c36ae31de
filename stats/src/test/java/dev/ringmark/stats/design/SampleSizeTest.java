package dev.ringmark.stats.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.compare.Design;
import dev.ringmark.stats.sample.SampleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// M-06: advice that agrees with what simulations of the default test found.
class SampleSizeTest {
    /// Units a side, effect, and the least power that simulations of the test must have at 2 %.
    @ParameterizedTest
    @CsvSource({"10, .05, .98", "15, .03, .91", "20, .03, .96"})
    void power_is_that_of_the_simulated_trimmed_test(long units, double effect, double power) {
        SampleSize size = SampleSize.with(Design.INDEPENDENT, .02, effect, units);
        assertTrue(size.power() >= power && size.power() < power + .05, size::toString);
    }

    @Test
    void the_units_advised_have_the_power_asked_for() {
        for (Design design : Design.values()) {
            SampleSize size = SampleSize.toFind(design, .02, .02, .9);
            SampleSize got = SampleSize.with(design, .02, .02, size.units());
            assertTrue(got.power() >= .899, got::toString);
            assertTrue(
                    SampleSize.with(design, .02, .02, size.units() - 1).power() < .9,
                    got::toString);
        }
    }

    @Test
    void what_is_easy_to_find_still_takes_the_least_units_for_a_verdict() {
        assertEquals(8, SampleSize.toFind(Design.INDEPENDENT, .001, .5, .9).units());
        assertEquals(6, SampleSize.toFind(Design.BLOCKED, .001, .5, .9).units());
    }

    @Test
    void a_question_without_answer_is_refused_by_name() {
        assertThrows(SampleException.class, () -> SampleSize.toFind(Design.BLOCKED, 0, .05, .9));
        assertThrows(SampleException.class, () -> SampleSize.toFind(Design.BLOCKED, .02, 0, .9));
        assertThrows(SampleException.class, () -> SampleSize.toFind(Design.BLOCKED, .02, .05, 1));
        assertThrows(SampleException.class, () -> SampleSize.with(Design.BLOCKED, .02, .05, 1));
    }
}
