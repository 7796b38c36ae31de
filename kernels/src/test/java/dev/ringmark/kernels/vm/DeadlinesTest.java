package dev.ringmark.kernels.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A machine that boots slowly gets more time for what comes behind (issue 3, item 4).
class DeadlinesTest {
    private static final Deadlines MEANT =
            new Deadlines(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(100),
                    Duration.ofSeconds(4));

    @Test
    void what_comes_behind_a_boot_three_times_as_long_has_three_times_as_long() {
        assertEquals(
                new Deadlines(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(4)),
                MEANT.after(Duration.ofSeconds(12)));
    }

    @Test
    void a_fast_machine_has_no_less_and_a_lost_one_no_end_of_time() {
        assertEquals(MEANT, MEANT.after(Duration.ofSeconds(1)));
        assertEquals(Duration.ofSeconds(160), MEANT.after(Duration.ofHours(1)).check());
    }

    @Test
    void what_a_user_asked_for_holds_on_any_machine() {
        Deadlines asked = Deadlines.whole(Duration.ofSeconds(30));
        assertEquals(asked, asked.after(Duration.ofMinutes(5)));
    }

    @Test
    void a_usual_boot_is_not_negative() {
        Duration second = Duration.ofSeconds(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Deadlines(second, second, second, second, second.negated()));
    }
}
