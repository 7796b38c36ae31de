package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.fixture.RingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRequestTest {

    private static final List<String> NEEDED =
            List.of(
                    "--out",
                    "run.ndjson",
                    "--suite",
                    "quick",
                    "--seed",
                    "-7",
                    "--run-id",
                    "r",
                    "--waivers",
                    "none");

    @Test
    void what_is_asked_is_what_is_read() {
        RunRequest request = RunRequest.parse(with("--only", "poll, cancel", "--mode", "sqpoll"));
        assertTrue(request.out().isAbsolute());
        assertEquals(Suite.QUICK, request.suite());
        assertEquals(-7, request.seed());
        assertEquals(List.of("poll", "cancel"), request.only());
        assertEquals(RingMode.SQPOLL, request.mode());
        assertEquals(List.of("only", "mode"), List.copyOf(request.restrictions().keySet()));
    }

    @Test
    void every_mistake_is_refused_with_the_option_its_value_and_what_was_expected() {
        assertRefused(with("--seed"), "--seed: no value");
        assertRefused(with("--seed", "1"), "--seed: given twice");
        assertRefused(with("--sed", "1"), "--sed: unknown option, expected one of");
        assertRefused(NEEDED.subList(2, NEEDED.size()), "--out: absent");
        assertRefused(with("--mode", "PLAIN"), "--mode: PLAIN, expected one of [none, plain");
        assertRefused(replaced("-7", "x"), "--seed: x, expected a 64-bit integer");
        assertRefused(replaced("quick", "slow"), "--suite: slow, expected one of [quick, full]");
    }

    @Test
    void what_cannot_be_hidden_is_refused() {
        HiddenFeatures.parse(
                List.of("io_uring", "io_uring=EPERM", "io_uring_setup=ENOMEM", "IORING_OP_NOP"));
        for (String name : List.of("IORING_OP_NO", "io_uring=EWHAT", "io_uring_setup", "", "x=1")) {
            UsageException e =
                    assertThrows(UsageException.class, () -> HiddenFeatures.parse(List.of(name)));
            assertTrue(Rig.message(e).startsWith("--hide: " + name + ", expected"), Rig.message(e));
        }
    }

    private static void assertRefused(List<String> words, String complaint) {
        UsageException e = assertThrows(UsageException.class, () -> RunRequest.parse(words));
        assertTrue(Rig.message(e).contains(complaint), Rig.message(e));
    }

    private static List<String> with(String... more) {
        List<String> words = new ArrayList<>(NEEDED);
        words.addAll(List.of(more));
        return words;
    }

    private static List<String> replaced(String value, String other) {
        return NEEDED.stream().map(word -> word.equals(value) ? other : word).toList();
    }
}
