package dev.ringmark.runtime.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Recording;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// File systems for tests: a loop of their own, and nothing left behind it.
final class LoopFiles {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /// What a test does with files.
    interface Body {
        void run(FileSystem files) throws Exception;
    }

    private LoopFiles() {}

    /// Runs a test in a task of a loop, and then from a thread that is none.
    static void with(Body body) {
        on(Kernel.host(), FilePolicy.ADAPTIVE, body);
    }

    /// The same on a kernel of the test's.
    static void on(Kernel kernel, FilePolicy policy, Body body) {
        List<String> fds = openFds();
        MemoryLedger.Holdings memory = MemoryLedger.now();
        Loop loop = Loop.start(kernel, options());
        try {
            FileSystem files = FileSystem.on(loop, policy);
            loop.fork(
                            () -> {
                                body.run(files);
                                return "";
                            })
                    .join(PATIENCE);
            body.run(files);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            loop.close(PATIENCE);
        }
        assertTrue(loop.close(PATIENCE).isClean());
        assertEquals(memory.bytes(), MemoryLedger.now().bytes());
        assertOpen(fds);
    }

    /// Runs a test in a task only, and gives back what the ring was asked to do.
    static String traceOf(FilePolicy policy, Body body) throws IOException {
        StringBuilder trace = new StringBuilder();
        try (Recording recording = Recording.to(Kernel.host(), trace, 100_000)) {
            try (Loop loop = Loop.start(recording, options())) {
                FileSystem files = FileSystem.on(loop, policy);
                loop.fork(
                                () -> {
                                    body.run(files);
                                    return "";
                                })
                        .join(PATIENCE);
            }
        }
        return trace.toString();
    }

    /// How many operations with an opcode the ring was asked for.
    static int count(String trace, String opcode) {
        return trace.split("\"opcode\":\"" + opcode + "\"", -1).length - 1;
    }

    /// What this process has open, but for the JVM's own archives.
    static List<String> openFds() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.map(LoopFiles::target)
                    .filter(target -> !target.endsWith(".jar") && !target.startsWith("/proc/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A thread that was waking the loop when it ended closes the bell after it.
    static void assertOpen(List<String> expected) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!openFds().equals(expected) && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertEquals(expected, openFds());
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException _) {
            return "/proc/, and gone"; // the listing's own
        }
    }

    private static LoopOptions options() {
        return LoopOptions.named("files-under-test").withHeldMax(Duration.ZERO);
    }
}
