package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The real ring and the real downcalls, with strace answering some io_uring_enter in the kernel's
/// place.
class InjectedErrnoTest { // C-13 tier R, C-15 tier R, C-19 tier R, K13, K19, SPG-081

    @BeforeAll
    static void needsStrace() {
        ChildJvm.needs("strace", "-qq", "-o", "/dev/null", "true");
    }

    private static String inject(String what, String... args) {
        List<String> strace =
                List.of(
                        "strace",
                        "-f",
                        "-qq",
                        "-o",
                        "/dev/null",
                        "-e",
                        "trace=io_uring_enter",
                        "-e",
                        "inject=io_uring_enter:" + what);
        return ChildJvm.run(strace, DriverWorkload.class, args);
    }

    private static int count(String output, String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> Integer.parseInt(line.substring(name.length() + 1)))
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "EBUSY, starved, ''",
        "EAGAIN, starved, ''",
        "EINTR, interrupted, ''",
        "EBUSY, starved, defer",
        "EINTR, interrupted, defer"
    })
    void a_streak_of_refused_enters_loses_nothing(String errno, String counter, String mode) {
        String output = inject("error=" + errno + ":when=2..40", mode);
        assertTrue(output.contains("failure none"), output);
        assertEquals(39, count(output, counter), output);
    }

    @ParameterizedTest
    @CsvSource({"EBUSY, starved", "EAGAIN, starved", "EINTR, interrupted"})
    void every_third_enter_refused_loses_nothing(String errno, String counter) {
        String output = inject("error=" + errno + ":when=3+3");
        assertTrue(output.contains("failure none"), output);
        assertTrue(count(output, counter) > 10, output);
    }

    @Test
    void enters_that_return_0_without_being_made_strand_nothing() {
        String output = inject("retval=0:when=2+3");
        assertTrue(output.contains("failure none"), output);
        assertTrue(count(output, "short") > 0, output);
    }

    @Test
    void an_enter_that_claims_what_it_did_not_do_is_fatal_at_once() { // K19: the lying kernel
        String output = inject("retval=9:when=5");
        assertTrue(output.contains("its SQ head moved by"), output);
    }

    @Test
    void a_dead_polling_thread_is_fatal_and_the_close_still_ends() { // C-08 tier R
        String output = inject("error=EOWNERDEAD:when=6");
        assertTrue(output.contains("the SQPOLL thread has died"), output);
    }

    @Test
    void slow_enters_change_nothing() { // C-60 tier R
        String output = inject("delay_enter=2000:when=1+5");
        assertTrue(output.contains("failure none"), output);
    }
}
