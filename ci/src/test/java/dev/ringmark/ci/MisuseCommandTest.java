package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ringmark misuse` as a person uses it (SR-04e, SR-15a).
class MisuseCommandTest {

    private static final String PAGE =
            """
            | what | who | what is said |
            |---|---|---|
            | an operation under way is submitted | compiler | `cannot find symbol` |
            | a buffer is viewed while the kernel owns it | run time | `cannot view` |

            ```java
            STATEMENT
            ```
            """;

    @TempDir private Path folder;

    private int run(String page, String... arguments) throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        if (!page.isEmpty()) {
            Files.writeString(folder.resolve("docs/misuse.md"), page);
        }
        String before = System.getProperty("ringmark.home");
        System.setProperty("ringmark.home", folder.toString());
        try {
            return trial().run(arguments);
        } finally {
            if (before == null) {
                System.clearProperty("ringmark.home");
            } else {
                System.setProperty("ringmark.home", before);
            }
        }
    }

    private CommandTrial trial = new CommandTrial(Path.of(""));

    private CommandTrial trial() {
        trial = new CommandTrial(folder);
        return trial;
    }

    @Test
    void the_table_of_the_documentation_is_refused_as_it_says() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/misuse.md"));
        assertEquals(0, run(page, "misuse"), () -> trial.out() + trial.err());
        String out = trial.out();
        assertTrue(out.contains("ok: javac refused 21 of 21; the library refuses 14 more"), out);
        assertTrue(out.contains("a slot is given where an fd is asked"), out);
    }

    /// The canary: a statement that compiles must be seen.
    @Test
    void a_statement_that_compiles_is_a_finding() throws IOException {
        String page = PAGE.replace("STATEMENT", "Nop.plain().submit(driver);");
        assertEquals(1, run(page, "misuse"));
        assertTrue(trial.out().contains("nothing: it compiles"), trial.out());
        assertTrue(trial.out().contains("FAIL: javac refused 0 of 1"), trial.out());
    }

    @Test
    void what_is_missing_or_wrong_is_said() throws IOException {
        assertEquals(3, run("", "misuse"));
        assertTrue(trial.err().contains("from a clone"), trial.err());
        assertEquals(3, run("no table", "misuse"));
        assertTrue(trial.err().contains("a statement for each row"), trial.err());
        assertEquals(2, run("", "misuse", "--nothing"));
        assertThrows(
                CommandException.class, () -> MisusePage.parse(PAGE.replace("STATEMENT\n", "")));
    }
}
