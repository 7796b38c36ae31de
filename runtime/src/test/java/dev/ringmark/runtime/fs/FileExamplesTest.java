package dev.ringmark.runtime.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.examples.BufferedChecksums;
import dev.ringmark.examples.FileCopy;
import dev.ringmark.examples.ProcessSupervisor;
import dev.ringmark.runtime.ExampleProgram;
import dev.ringmark.runtime.NeedsHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the examples by the command that stands in them: SPG-131.
@NeedsHost("javac and the examples")
@Timeout(300) // each is compiled and started in a JVM of its own
class FileExamplesTest {

    @TempDir Path folder;

    @Test
    void a_file_is_copied() throws Exception {
        byte[] content = new byte[100_000];
        content[99_999] = 7;
        Path from = Files.write(folder.resolve("from"), content);
        Path to = folder.resolve("to");
        assertEquals("100000 bytes copied\n", run(FileCopy.class, 0, from, to));
        assertArrayEquals(content, Files.readAllBytes(to));
        String refusal = run(FileCopy.class, 1, folder.resolve("missing"), to);
        assertTrue(refusal.contains("-ENOENT"), refusal);
    }

    @Test
    void a_program_is_started_until_it_succeeds() throws Exception {
        Path mark = folder.resolve("mark");
        String script = "echo try; test -e " + mark + " || { touch " + mark + "; exit 3; }";
        assertEquals(
                "sh: try\nstart 1: exit status 3\nsh: try\nstart 2: exit status 0\ndone\n",
                run(ProcessSupervisor.class, 0, "sh", "-c", script));
        String failed = run(ProcessSupervisor.class, 0, "false");
        assertTrue(failed.endsWith("given up after 5 starts\n"), failed);
    }

    @Test
    void files_are_summed_with_few_buffers() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("files"));
        for (int at = 0; at < 100; at++) {
            Files.writeString(inside.resolve("file-" + at), "123456789");
        }
        List<String> lines = run(BufferedChecksums.class, 0, inside).lines().toList();
        assertEquals(100, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.startsWith("cbf43926  ")), lines::toString);
    }

    private String run(Class<?> example, int status, Object... arguments) throws Exception {
        return ExampleProgram.run(folder, example, status, arguments);
    }
}
