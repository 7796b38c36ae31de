package dev.ringmark.kernels.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.vm.QemuProcess.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No emulator outlives us: real processes, with a shell in the emulator's place.
class KeeperTest {
    private static final long PATIENCE_S = 60;

    @TempDir private Path folder;

    /// The JVM that will be killed.
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws InterruptedException {
            Path folder = Path.of(args[0]);
            List<String> emulator =
                    List.of("sh", "-c", "echo $$ >" + folder + ".pid; exec sleep 600");
            new QemuProcess(folder, emulator, false);
            System.out.println("started");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void a_jvm_that_is_killed_leaves_no_emulator_and_no_folder() throws Exception {
        Path vm = Files.createDirectory(folder.resolve("vm"));
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Victim.class.getName(),
                                vm.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = jvm.inputReader()) {
            assertEquals("started", out.readLine());
        }
        ProcessHandle emulator = emulator(jvm);
        List<ProcessHandle> all = jvm.descendants().toList();
        assertTrue(all.contains(emulator));

        jvm.destroyForcibly();

        for (ProcessHandle process : all) {
            process.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
        }
        assertFalse(Files.exists(vm));
    }

    @Test
    void an_emulator_that_ends_at_once_is_told_with_its_words() throws Exception {
        try (QemuProcess process =
                new QemuProcess(folder, List.of("sh", "-c", "echo no; exit 3"), false)) {
            assertEquals(3, process.status());
            assertEquals("no", process.words());
            for (int line = 0; line < process.lines(); line++) {
                Event event = process.next(Duration.ofSeconds(PATIENCE_S).toNanos());
                assertTrue(event instanceof Event.Closed);
            }
        }
    }

    @Test
    void an_emulator_is_ended_on_request() throws Exception {
        QemuProcess process = new QemuProcess(folder, List.of("sleep", "600"), false);
        process.kill();
        assertEquals(128 + 9, process.status());
        process.close();
        assertTrue(Files.exists(folder));
    }

    /// Its own word on who it is comes a moment after its parent's word that it was started.
    private ProcessHandle emulator(Process jvm) throws IOException {
        Path file = folder.resolve("vm.pid");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < deadline && jvm.isAlive()) {
            if (Files.exists(file) && !Files.readString(file).isBlank()) {
                return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .orElseThrow();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the emulator's place was not taken");
    }
}
