package dev.ringmark.runtime.shards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.task.Scheduling;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ShardsLauncherTest { // SPG-046

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(ShardsLauncher.Program program, String... arguments) {
        return ShardsLauncher.run(arguments, program, new PrintStream(errors, true, UTF_8));
    }

    private String errors() {
        return errors.toString(UTF_8);
    }

    @Test
    void a_program_gets_the_shards_that_its_options_ask_for() { // SPG-009, SPG-024
        int status =
                run(
                        (shards, rest) -> {
                            assertEquals(3, shards.count());
                            assertEquals(List.of("--mine", "7"), rest);
                            Shard here = Objects.requireNonNull(shards.current());
                            assertEquals(0, here.index());
                            assertEquals(Scheduling.HAND_OFF, here.loop().scheduling());
                            assertTrue(here.loop().run(Nop.plain(), null).isSuccess());
                            assertTrue(here.loop().counts().wakeArms() > 0); // of an eventfd
                            assertEquals(16_384, here.loop().snapshot().permits());
                            return 42;
                        },
                        "--shards",
                        "3",
                        "--doorbell",
                        "eventfd",
                        "--preset",
                        "throughput",
                        "--scheduling",
                        "hand-off",
                        "--",
                        "--mine",
                        "7");
        assertEquals(42, status, this::errors);
        assertEquals("", errors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--shard 3 | option: '--shard', which nobody knows",
                "--shards many | --shards: 'many', expected 1..1024",
                "--shards 0 | shards: 0, expected 1..1024",
                "--shards | --shards: '', expected 1..1024",
                "--doorbell bell | --doorbell: 'bell', expected one of eventfd, message",
                "--preset fast | --preset: 'fast', expected one of development, low-latency",
                "--scheduling here | --scheduling: 'here', expected one of ",
            })
    void what_nobody_knows_is_refused(String arguments, String message) {
        assertEquals(ShardsLauncher.USAGE, run((_, _) -> 0, arguments.split(" ", -1)));
        assertTrue(errors().contains(message), errors());
    }

    @Test
    void a_program_that_throws_has_failed() {
        int status =
                run(
                        (_, _) -> {
                            throw new ArithmeticException("on purpose");
                        },
                        "--shards",
                        "1");
        assertEquals(ShardsLauncher.FAILED, status);
        assertTrue(errors().contains("ArithmeticException: on purpose"), errors());
    }

    @Test
    void help_runs_nothing() {
        assertEquals(0, run((_, _) -> 9, "--help"));
        assertTrue(errors().contains("--shards N"), errors());
    }
}
