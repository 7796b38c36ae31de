package dev.ringmark.chaos.play;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tasks with one to ten thousand operations in flight, under the fault plans.
@Timeout(120)
class TaskCrowdTest { // C-10, C-13, C-24, C-27, I-01, I-02, I-04, I-16, I-21

    private static final int SEEDS = 200;
    private static final int OPERATIONS_MAX = 20_000;

    @ParameterizedTest
    @CsvSource({
        "1, 6.18",
        "1, 5.10",
        "10, 6.18",
        "10, 5.10",
        "100, 6.18",
        "100, 6.1",
        "100, 5.10",
        "1000, 6.18",
        "1000, 6.1",
        "1000, 5.10",
        "10000, 6.18",
        "10000, 5.10"
    })
    void each_ends_and_nothing_is_left(int inFlight, String release) {
        int seeds = Math.clamp(OPERATIONS_MAX / inFlight, 1, SEEDS);
        int most = 0;
        for (long seed = 0; seed < seeds; seed++) {
            Plays.Crowded crowd = Plays.crowd(seed, release, inFlight);
            assertNull(crowd.violation(), "seed " + seed);
            most = Math.max(most, crowd.most());
        }
        assertTrue(most >= inFlight * 7 / 10, "in flight at most: " + most);
    }
}
