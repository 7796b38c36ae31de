package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.GuidePage;
import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.kernel.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The snippets of docs/tasks.md, and that the page has no others.
@Timeout(60)
class TaskSnippetsTest {

    @NeedsHost("docs/tasks.md")
    @Test
    void every_snippet_of_the_page_is_here() throws IOException {
        GuidePage.of("tasks.md", TaskSnippetsTest.class).assertSnippets(8);
    }

    @Test
    void a_task_joined() {
        try (Pipe pipe = new Pipe()) {
            pipe.write();
            RawRequest read = pipe.read();
            try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("my-loop"))) {
                Task<Integer> task = loop.fork(() -> loop.call(read));
                int bytes = task.join();
                assertEquals(8, bytes);
            }
        }
    }

    @Test
    void scopes_shields_futures_and_readiness() {
        Loops.with(
                loop -> {
                    try (Pipe pipe = new Pipe()) {
                        assertEquals("too slow", scope(loop, pipe.read()));
                        shield(loop, Loops.NOP);
                        future(loop);
                        readiness(loop, pipe.writeFd());
                    }
                });
    }

    @SuppressWarnings({"UnusedVariable", "try"}) // it is on the page for readers
    private static String scope(Loop loop, RawRequest read) {
        String outcome = "in time";
        try (Scope scope = Scope.open(Duration.ofMillis(10))) {
            loop.call(read);
        } catch (TaskException.TimedOut e) {
            outcome = "too slow";
        }
        return outcome;
    }

    @SuppressWarnings({"UnusedVariable", "try"}) // it is on the page for readers
    private static void shield(Loop loop, RawRequest nop) {
        try (Scope scope = Scope.shield()) {
            loop.call(nop);
        }
    }

    private static void future(Loop loop) {
        CompletableFuture<String> word = new CompletableFuture<>();
        loop.fork(() -> word.complete("go"));
        assertEquals("go", Task.await(word, Duration.ofSeconds(10)));
    }

    @Test
    void two_loops_share_a_task() {
        try (Loop first = Loop.start(Kernel.host(), LoopOptions.named("first"));
                Loop second = Loop.start(Kernel.host(), LoopOptions.named("second"))) {
            LoopGroup group = LoopGroup.of(List.of(first, second), 1000, 16);
            GroupTask<Integer> task = group.fork(first, LoopGroup.Placement.STEALABLE, () -> 42);
            assertEquals(42, task.join(Duration.ofSeconds(10)));
        }
    }

    private static void readiness(Loop loop, int writeFd) {
        Readiness readiness = new Readiness(loop);
        assertEquals(
                Readiness.OUT, readiness.await(writeFd, Readiness.OUT, Duration.ofSeconds(10)));
    }

    @Test
    void blocking_work() {
        Path path = Path.of("/proc/version");
        String first = BlockingPool.shared().call(() -> Files.readString(path));
        assertTrue(first.startsWith("Linux"));
    }

    @Test
    void a_loop_on_this_thread() {
        Loop loop = Loop.onThisThread(Kernel.host(), Loops.options());
        Task<Integer> task = loop.fork(() -> loop.call(Loops.NOP));
        while (!task.isDone()) {
            if (!loop.turn() && !task.isDone()) {
                loop.awaitEvent();
            }
        }
        assertEquals(0, task.join());
        assertTrue(loop.close(Loops.PATIENCE).isClean());
        assertTrue(loop.close(Loops.PATIENCE).isClean());
    }
}
