package dev.ringmark.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.Fired;
import dev.ringmark.chaos.scenarios.Scenarios;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class SeedsTest { // I-25

    private static final int SEEDS = 300;

    /// The number that another JVM prints: its seeds, and those of a scenario with kinds of faults.
    static final class Print {

        private Print() {}

        public static void main(String[] arguments) {
            System.out.println(hash());
        }

        static String hash() {
            return hash(Script::of) + " " + hash(Scenarios.of("C-38")::script);
        }

        private static String hash(LongFunction<Script> scripts) {
            try (Campaign campaign = new Campaign(scripts)) {
                return Long.toHexString(campaign.run(0, SEEDS).hash());
            }
        }
    }

    @Test
    void a_seed_is_the_same_run_whatever_was_run_before_it() { // C-38, seed 148
        LongFunction<Script> kinds = Scenarios.of("C-38")::script;
        long[] forward = new long[2 * SEEDS];
        try (Campaign campaign = new Campaign()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                forward[2 * seed] = campaign.run(Script.of(seed), false).hash();
                forward[2 * seed + 1] = campaign.run(kinds.apply(seed), false).hash();
            }
        }
        try (Campaign campaign = new Campaign()) {
            for (int seed = SEEDS - 1; seed >= 0; seed--) {
                Outcome kind = campaign.run(kinds.apply(seed), false);
                assertEquals(forward[2 * seed + 1], kind.hash(), "C-38, seed " + seed);
                Outcome plain = campaign.run(Script.of(seed), false);
                assertEquals(forward[2 * seed], plain.hash(), "seed " + seed);
            }
        }
    }

    @Test
    void a_seed_is_the_same_run_in_another_jvm() throws IOException {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-ea",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Print.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        byte[] printed = other.getInputStream().readAllBytes();
        assertEquals(Print.hash(), new String(printed, StandardCharsets.UTF_8).strip());
    }

    @Test
    void two_threads_come_to_the_same_as_one() {
        Campaign.Result one = Seeds.run(Script::of, 5, 1234, 1, _ -> {});
        Campaign.Result two = Seeds.run(Script::of, 5, 1234, 2, _ -> {});
        assertEquals(one, two);
        assertEquals(1234, one.seeds());
        assertEquals(12, one.repeated());
        assertNotEquals(one.hash(), Seeds.run(Script::of, 6, 1234, 2, _ -> {}).hash());
    }

    @Test
    void the_lowest_seed_that_broke_a_promise_counts() {
        Fired lost = new Fired(FaultKind.CQE_LOST, 1, 1);
        LongFunction<Script> scripts =
                seed -> {
                    Script script = Script.of(seed);
                    return seed < 1503 ? script : script.with(script.actions(), List.of(lost));
                };
        Campaign.Result one = Seeds.run(scripts, 0, 6000, 1, _ -> {});
        Campaign.Result two = Seeds.run(scripts, 0, 6000, 2, _ -> {});
        Campaign.Finding finding = Objects.requireNonNull(one.finding());
        assertEquals(finding.seed() + 1, one.seeds());
        assertEquals(one.seeds(), two.seeds());
        assertEquals(finding.seed(), Objects.requireNonNull(two.finding()).seed());
        assertEquals(one.hash(), two.hash());
    }

    @Test
    void no_seeds_and_no_threads_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> Seeds.run(Script::of, 0, 0, 1, _ -> {}));
        assertThrows(IllegalArgumentException.class, () -> Seeds.run(Script::of, 0, 1, 0, _ -> {}));
    }
}
