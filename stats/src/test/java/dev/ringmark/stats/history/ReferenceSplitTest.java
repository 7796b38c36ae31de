package dev.ringmark.stats.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.stats.method.ReferenceCase;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Issue 8: the reference cases of change points, made from the definition of E-divisive.
class ReferenceSplitTest {
    /// One permutation at a time, as in the reference; p itself is a draw, good to .01.
    private static final double P_TOLERANCE = .01;

    static Stream<ReferenceCase> cases() {
        return ReferenceCase.all().stream().filter(c -> c.kind().equals("eDivisiveSplit"));
    }

    @Test
    void there_are_two() {
        assertEquals(2, cases().count());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_best_split_its_score_and_its_p_are_met(ReferenceCase c) {
        assertEquals(1, c.number("alpha"), "the exponent of the distance");
        double[] series = c.values("series");
        int least = (int) c.number("minSize");
        EnergySplit energy = new EnergySplit(series, least);
        int[] order = IntStream.range(0, series.length).toArray();
        c.check("qhat", energy.best(order, Double.POSITIVE_INFINITY));
        c.check("tau", (double) energy.bestAt());
        DetectionOptions options = new DetectionOptions(.01, 1999, least, 0, least);
        SplitTest.Split split =
                new SplitTest(options, RandomGeneratorFactory.of("L64X128MixRandom").create(3), 1)
                        .of(series);
        assertEquals(energy.bestAt(), split.at());
        double p = c.expected().get("permutationP").asDouble();
        assertEquals(p, split.p(), P_TOLERANCE);
    }
}
