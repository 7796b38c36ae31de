package dev.ringmark.chaos.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class RealTestsTest {

    private static final List<Path> TESTS =
            List.of(
                    Path.of("..", "runtime", "src", "test", "java"),
                    Path.of("src", "test", "java"));
    private static final Pattern CITED = Pattern.compile("(C-\\d\\d) tier R");

    /// What the tests themselves say.
    private static Map<String, Set<String>> cited() throws IOException {
        Map<String, Set<String>> cited = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        for (Path folder : TESTS) {
            try (Stream<Path> walk = Files.walk(folder)) {
                files.addAll(
                        walk.filter(file -> file.toString().endsWith("Test.java")).toList());
            }
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            Matcher matcher = CITED.matcher(Files.readString(file));
            while (matcher.find()) {
                cited.computeIfAbsent(matcher.group(1), _ -> new TreeSet<>())
                        .add(name.substring(0, name.length() - ".java".length()));
            }
        }
        return cited;
    }

    @Test
    void the_table_names_the_tests_that_name_the_scenario() throws IOException {
        Map<String, Set<String>> cited = cited();
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (Scenario scenario : Scenarios.list()) {
            Set<String> tests = cited.getOrDefault(scenario.id(), new TreeSet<>());
            expected.add(scenario.id() + " " + String.join(" ", tests));
            found.add(scenario.id() + " " + RealTests.of(scenario.id()));
        }
        assertEquals(expected, found);
    }
}
