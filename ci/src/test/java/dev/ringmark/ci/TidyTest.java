package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
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

    @ParameterizedTest
    @EnumSource
    void the_repository_keeps(TidyRule rule) {
        List<String> broken =
                Repository.files().stream()
                        .filter(rule::appliesTo)
                        .flatMap(
                                file ->
                                        rule.brokenLines(text(file)).stream()
                                                .map(line -> file + ":" + line + ": " + rule.fault))
                        .toList();
        assertEquals(List.of(), broken);
    }

    @ParameterizedTest
    @EnumSource
    void its_canary_is_caught_by(TidyRule rule) {
        assertFalse(rule.brokenLines(rule.canary).isEmpty(), rule.canary);
    }

    @ParameterizedTest
    @EnumSource
    void a_tidy_file_is_left_alone_by(TidyRule rule) {
        assertEquals(List.of(), rule.brokenLines(TIDY));
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
    void only_the_command_line_and_the_harness_may_print() {
        assertTrue(TidyRule.PRINT.appliesTo(Path.of("runtime/src/main/java/A.java")));
        assertTrue(TidyRule.PRINT.appliesTo(Path.of("conformance/src/main/java/Main.java")));
        assertFalse(TidyRule.PRINT.appliesTo(Path.of("ci/src/main/java/A.java")));
    }

    private static String text(Path file) {
        return Repository.text(Repository.root().resolve(file));
    }
}
