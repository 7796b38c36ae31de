package dev.ringmark.runtime.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BindingTest {

    private static final long PATIENCE_S = 60;
    private static final String NOT_INSTALLED = "does not load";

    @Test
    void both_bindings_answer_every_call_alike() throws IOException, InterruptedException {
        List<String> byLibrary = table("liburing");
        List<String> bySyscall = table("syscall");
        assertTrue(byLibrary.getFirst().matches("liburing 2\\.\\d+"), byLibrary.getFirst());
        assertEquals("syscall(2)", bySyscall.getFirst());
        assertEquals(
                String.join("\n", bySyscall.subList(1, bySyscall.size())),
                String.join("\n", byLibrary.subList(1, byLibrary.size())));
    }

    @Test
    void each_answer_is_errno_exact() throws IOException, InterruptedException { // S005, S030
        List<String> table = table("syscall");
        for (String line :
                List.of(
                        "setup of no entries: -EINVAL",
                        "setup at address 1: -EFAULT",
                        "setup of an unknown flag: -EINVAL",
                        "setup with a reserved word: -EINVAL",
                        "enter of no fd: -EBADF",
                        "enter of a pipe: -EOPNOTSUPP",
                        "enter of an unknown flag: -EINVAL",
                        "enter of no index: -EINVAL",
                        "enter of nothing: 0",
                        "short argument: -EINVAL",
                        "argument at 1: -EFAULT",
                        "timespec at 1: -EFAULT",
                        "no time left: -ETIME",
                        "sigset of 128: -EINVAL",
                        "three NOPs: 3",
                        "a NOP's result: 0",
                        "register to a pipe: -EOPNOTSUPP",
                        "unknown operation: -EINVAL",
                        "probe of 257: -EINVAL",
                        "probe: 0",
                        "probe of an answer: -EINVAL",
                        "no files: -EINVAL",
                        "files given back: -ENXIO",
                        "personality: 1",
                        "one worker kind: -EINVAL",
                        "close of no fd: -EBADF")) {
            assertTrue(table.contains(line), () -> line + " is not in " + table);
        }
    }

    @Test
    void a_binding_that_does_not_exist_is_refused() throws IOException, InterruptedException {
        String output = run("magic");
        assertTrue(
                output.contains("ringmark.binding: magic, expected liburing or syscall"), output);
    }

    private static List<String> table(String binding) throws IOException, InterruptedException {
        String output = run(binding);
        Assumptions.assumeFalse(
                output.contains(NOT_INSTALLED), "liburing is not installed: nothing to compare");
        List<String> lines = output.lines().toList();
        assertTrue(lines.getLast().startsWith("close of no fd"), output);
        return lines;
    }

    private static String run(String binding) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dringmark.binding=" + binding,
                                "-XX:TieredStopAtLevel=1",
                                BindingTable.class.getName())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "the child still runs");
        return output;
    }
}
