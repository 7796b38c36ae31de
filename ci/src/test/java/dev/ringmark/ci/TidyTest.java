package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Source hygiene over the repository's own files, and the proof that each rule can fire.
class TidyTest {
    private static final String TIDY =
            """
            package dev.ringmark;

            import java.util.List;

            /// A ring. System.out and Thread.sleep in a comment are no call; see TODO #41.
            @SuppressWarnings("x")
            public final class Ring {
                String text = "Thread.sleep(1); // \\" catch (E e) {} class RingUtil";
                char quote = '"';
                @Disabled("needs io_uring") void f() { try { g(); } catch (E e) { h(); } }
            }
            """;

    private static final Map<Path, SourceText> SOURCES = new TreeMap<>();

    @BeforeAll
    static void read_the_repository() {
        for (Path file : Repository.files()) {
            if (Arrays.stream(TidyRule.values()).anyMatch(rule -> rule.appliesTo(file))) {
                String text = Repository.text(Repository.root().resolve(file));
                SOURCES.put(file, SourceText.of(text));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_repository_keeps(TidyRule rule) {
        List<String> broken = new ArrayList<>();
        SOURCES.forEach(
                (file, text) -> {
                    if (rule.appliesTo(file)) {
                        for (int line : rule.brokenLines(text)) {
                            broken.add(file + ":" + line + ": " + rule.fault);
                        }
                    }
                });
        assertEquals(List.of(), broken);
    }

    @ParameterizedTest
    @EnumSource
    void its_canary_is_caught_by(TidyRule rule) {
        assertFalse(rule.brokenLines(SourceText.of(rule.canary)).isEmpty(), rule.canary);
    }

    @ParameterizedTest
    @EnumSource
    void a_tidy_file_is_left_alone_by(TidyRule rule) {
        assertEquals(List.of(), rule.brokenLines(SourceText.of(TIDY)));
    }

    @Test
    void the_walk_sees_every_module_and_no_build_output() {
        List<Path> files = Repository.files();
        assertTrue(files.contains(Path.of("pom.xml")));
        for (String module : Arrows.MODULES) {
            assertTrue(files.contains(Path.of(module, "src/main/java/module-info.java")), module);
        }
        assertTrue(files.stream().noneMatch(file -> file.toString().contains("target/")));
    }

    @Test
    void only_the_command_line_and_a_main_may_print() {
        TidyRule rule = TidyRule.PRINT;
        assertTrue(rule.appliesTo(Path.of("runtime/src/main/java/A.java")));
        assertFalse(rule.appliesTo(Path.of("ci/src/main/java/A.java")));
        String main = "public static void main(String[] args) { System.out.println(); }\n";
        assertEquals(List.of(), rule.brokenLines(SourceText.of(main)));
    }
}
