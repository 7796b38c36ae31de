package dev.ringmark.chaos.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// A seed of a play is one run: again, on other threads, and in another JVM.
@Timeout(120)
class PlayHashTest { // I-25

    private static final int SEEDS = 60;

    /// What another JVM prints: a number for each play.
    static final class Print {

        private Print() {}

        public static void main(String[] arguments) {
            System.out.print(all());
        }

        static String all() {
            StringBuilder all = new StringBuilder();
            for (Plays play : Plays.values()) {
                long sum = LongStream.of(hashes(play)).reduce(1, (so, each) -> 31 * so + each);
                all.append(play).append(' ').append(Long.toHexString(sum)).append('\n');
            }
            return all.toString();
        }
    }

    private static long[] hashes(Plays play) {
        return LongStream.range(0, SEEDS).map(play::hash).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void a_seed_is_the_same_run_again_and_on_other_threads(Plays play) throws Exception {
        long[] forward = hashes(play);
        long[] backward = new long[SEEDS];
        for (int seed = SEEDS - 1; seed >= 0; seed--) {
            backward[seed] = play.hash(seed);
        }
        assertArrayEquals(forward, backward);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<long[]>> both =
                    two.invokeAll(List.of(() -> hashes(play), () -> hashes(play)));
            for (Future<long[]> each : both) {
                assertArrayEquals(forward, each.get());
            }
        }
        assertNotEquals(forward[1], forward[2]);
    }

    @Test
    void a_seed_is_the_same_run_in_another_jvm() throws IOException {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-ea",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Print.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        byte[] printed = other.getInputStream().readAllBytes();
        assertEquals(Print.all(), new String(printed, StandardCharsets.UTF_8));
    }
}
