package dev.ringmark.runtime.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelFactsCitedTest {

    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern FACT = Pattern.compile("\\bK(\\d+)\\b");

    @Test
    void each_fact_is_asserted_somewhere() throws IOException {
        Set<Integer> cited = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    int comment = Math.max(0, line.indexOf("//"));
                    FACT.matcher(line.substring(comment))
                            .results()
                            .forEach(found -> cited.add(Integer.parseInt(found.group(1))));
                }
            }
        }
        List<Integer> all = IntStream.rangeClosed(1, 26).boxed().toList();
        assertEquals(all, cited.stream().toList());
    }
}
