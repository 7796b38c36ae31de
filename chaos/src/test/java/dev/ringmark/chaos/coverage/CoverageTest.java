package dev.ringmark.chaos.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

class CoverageTest { // item 6 of chaos.md 4.3: a campaign that missed an error branch fails

    private static final String DRIVER = "dev.ringmark.runtime.shard.";
    private static final Path SOURCES =
            Path.of("..", "runtime", "src", "main", "java", "dev", "ringmark", "runtime", "shard");
    private static final Path EXCEPTIONS = Path.of("src", "test", "resources", "branches.txt");
    /// A thread of its own, and what only tells others: each has its own tests.
    private static final List<String> ELSEWHERE = List.of("Sidecar", "Observer", "Jfr");

    private static final long SEEDS = 2000;
    private static final long RUNS = 60;

    /// `Ledger.abandon | if (hasSlot) { | 1 JUMPS`.
    private static String describe(Way way) {
        String place = way.place();
        String type = place.substring(0, place.indexOf('.'));
        int nested = type.indexOf('$');
        String file = (nested < 0 ? type : type.substring(0, nested)) + ".java";
        try {
            String text = Files.readAllLines(SOURCES.resolve(file)).get(way.line() - 1).strip();
            return place + " | " + text + " | " + way.number() + " " + way.how();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is declared, by how it begins or whole.
    private static List<String> declared() throws IOException {
        List<String> declared = new ArrayList<>();
        for (String line : Files.readAllLines(EXCEPTIONS)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                int reason = line.indexOf("  # ");
                assertTrue(reason > 0, "declared without a reason: " + line);
                declared.add(line.substring(0, reason));
            }
        }
        return declared;
    }

    private static boolean covers(String declared, String way) {
        return declared.endsWith("*")
                ? way.startsWith(declared.substring(0, declared.length() - 1))
                : way.equals(declared);
    }

    private static boolean isDeclared(List<String> declared, String way) {
        return declared.stream().anyMatch(each -> covers(each, way));
    }

    @Test
    void every_way_out_of_every_branch_is_taken_or_declared() throws Exception {
        BranchLoader loader = new BranchLoader(CoverageTest::isMeant);
        boolean[] seen =
                (boolean[])
                        Class.forName(CoverageTrial.class.getName(), true, loader)
                                .getMethod("run", long.class, long.class)
                                .invoke(null, SEEDS, RUNS);
        List<Way> ways = loader.ways();
        assertTrue(ways.size() > 300, ways.size() + " ways out of branches");
        List<String> declared = declared();
        Set<String> missed = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (int number = 0; number < ways.size(); number++) {
            String way = describe(ways.get(number));
            all.add(way);
            if (!seen[number] && !ways.get(number).isRefusal() && !isDeclared(declared, way)) {
                missed.add(way);
            }
        }
        assertEquals("", String.join("\n", missed), "neither taken nor declared");
        for (String each : declared) {
            assertTrue(all.stream().anyMatch(way -> covers(each, way)), "no such way: " + each);
        }
    }

    @Test
    void a_campaign_that_does_nothing_has_missed_most() throws Exception { // the canary
        BranchLoader loader = new BranchLoader(CoverageTest::isMeant);
        boolean[] seen =
                (boolean[])
                        Class.forName(CoverageTrial.class.getName(), true, loader)
                                .getMethod("nothing")
                                .invoke(null);
        List<String> declared = declared();
        int missed = 0;
        for (int number = 0; number < loader.ways().size(); number++) {
            boolean isHere =
                    seen[number] || isDeclared(declared, describe(loader.ways().get(number)));
            missed += isHere ? 0 : 1;
        }
        assertTrue(missed > 100, missed + " missed by one run without a fault");
    }

    private static boolean isMeant(String name) {
        return name.startsWith(DRIVER)
                && ELSEWHERE.stream().noneMatch(name.substring(DRIVER.length())::startsWith);
    }
}
