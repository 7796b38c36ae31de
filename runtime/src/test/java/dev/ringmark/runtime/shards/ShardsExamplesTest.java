package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.examples.MixedService;
import dev.ringmark.examples.WorkStealing;
import dev.ringmark.runtime.ExampleProgram;
import dev.ringmark.runtime.NeedsHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the examples by the command that stands in them.
@NeedsHost("javac and the examples")
@Timeout(300) // each is compiled and started in a JVM of its own
class ShardsExamplesTest { // SPG-067, SPG-131

    @TempDir Path folder;

    @Test
    void two_worlds_make_one_service() throws Exception { // SPG-067
        List<Object> arguments = new ArrayList<>(List.of("--shards", 2));
        StringBuilder expected = new StringBuilder();
        for (int at = 0; at < 40; at++) {
            Path file = folder.resolve("file-" + at);
            Files.writeString(file, "line\n".repeat(at));
            arguments.add(file);
            expected.append(at).append(" lines in ").append(file).append('\n');
        }
        Path missing = folder.resolve("missing");
        arguments.add(missing);
        String said = run(MixedService.class, 0, arguments.toArray());
        assertTrue(said.startsWith(expected.toString()), said);
        String last = said.substring(expected.length());
        assertTrue(last.startsWith(missing + ": ") && last.contains("ENOENT"), last);
    }

    @Test
    void what_one_shard_was_given_all_of_them_do() throws Exception {
        String said = run(WorkStealing.class, 0, "--shards", "2", "400");
        List<String> lines = said.lines().toList();
        assertEquals(3, lines.size(), said);
        assertTrue(lines.getFirst().startsWith("400 tasks found "), said);
        assertTrue(lines.get(1).startsWith("shard 0 began "), said);
        assertTrue(lines.get(2).matches("shard 1 began ([1-9]\\d*), \\1 of them stolen"), said);
    }

    @Test
    void an_option_that_nobody_knows_is_refused() throws Exception { // SPG-046
        String said = run(WorkStealing.class, ShardsLauncher.USAGE, "--threads", "2");
        assertTrue(said.startsWith("option: '--threads', which nobody knows"), said);
    }

    private String run(Class<?> example, int status, Object... arguments) throws Exception {
        return ExampleProgram.run(folder, example, status, arguments);
    }
}
