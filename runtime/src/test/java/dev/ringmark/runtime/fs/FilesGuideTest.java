package dev.ringmark.runtime.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.GuidePage;
import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.io.BufferedSource;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.process.ChildProcess;
import dev.ringmark.runtime.process.Command;
import dev.ringmark.runtime.process.ExitStatus;
import dev.ringmark.runtime.process.Stdio;
import dev.ringmark.runtime.task.Clocks;
import dev.ringmark.runtime.task.Interval;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.MissedTicks;
import dev.ringmark.runtime.task.Sleep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of docs/files.md, and that the page has no others.
@Timeout(60)
class FilesGuideTest {

    @TempDir Path temporary;

    @NeedsHost("docs/files.md")
    @Test
    void every_snippet_of_the_page_is_here() throws IOException {
        GuidePage.of("files.md", FilesGuideTest.class).assertSnippets(6);
    }

    @Test
    void a_file() {
        LoopFiles.with(given -> file(given.loop(), Files.createTempFile(temporary, "a", "")));
    }

    @SuppressWarnings("UnusedVariable") // it is on the page for readers
    private static void file(Loop loop, Path path) throws IOException {
        FileSystem files = FileSystem.on(loop);
        try (File file = files.open(path, OpenOptions.updating().create())) {
            file.writeAllAt(0, Span.of("hello".getBytes(UTF_8)));
            byte[] start = new byte[4];
            int count = file.readFullyAt(0, Span.of(start));
            file.syncData();
        }
        assertEquals("hello", Files.readString(path));
        try (File file = files.open(path, OpenOptions.reading())) {
            assertEquals(0, refusal(file, Span.of(new byte[1])));
        }
    }

    private static long refusal(File file, Span much) {
        long done = -1;
        try {
            file.writeAllAt(0, much);
        } catch (RingException e) {
            done = Progress.of(e); // -ENOSPC, after so many bytes
        }
        return done;
    }

    @Test
    void paths() {
        LoopFiles.with(
                files -> paths(files, Files.createTempDirectory(temporary, "p"), new byte[9]));
    }

    private static void paths(FileSystem files, Path folder, byte[] content) {
        Set<String> names = new TreeSet<>();
        files.makeDirectories(folder.resolve("a/b"), 0755);
        files.write(folder.resolve("a/new"), content);
        files.rename(folder.resolve("a/new"), folder.resolve("a/b/file"), RenameMode.KEEP);
        long copied = files.copy(folder.resolve("a/b/file"), folder.resolve("copy"));
        files.walk(
                folder,
                8,
                (each, entry) -> {
                    names.add(entry.name());
                    return WalkVisitor.Next.ON;
                });
        assertEquals(9, copied);
        assertEquals(Set.of("a", "b", "file", "copy"), names);
        WatchEvent told;
        try (Watcher watcher = files.watcher()) {
            watcher.add(folder, WatchKind.CREATED);
            files.makeDirectory(folder.resolve("new"), 0700);
            told = watcher.next();
        }
        assertNotNull(told);
        assertEquals("new", told.name());
    }

    @Test
    void processes() {
        LoopFiles.with(files -> process(files.loop()));
    }

    @SuppressWarnings("try") // the child reads the end when its input is closed
    private static void process(Loop loop) {
        String sorted;
        ExitStatus status;
        Command sort = Command.of("sort").input(Stdio.PIPE).output(Stdio.PIPE);
        try (ChildProcess child = sort.start(loop);
                BufferedSource output = BufferedSource.over(child.output())) {
            child.input().writeAll(Span.of("b\na\n".getBytes(UTF_8)));
            child.input().close();
            sorted = output.readLine(80);
            status = child.waitFor();
        }
        assertEquals("a", sorted);
        assertTrue(status.isSuccess());
    }

    @Test
    void time() {
        LoopFiles.with(files -> time(files.loop()));
    }

    private static void time(Loop loop) {
        Interval ticks = Interval.every(Duration.ofMillis(10), MissedTicks.SKIP);
        Duration late = ticks.tick();
        Sleep idle = Sleep.of(Duration.ofSeconds(30));
        idle.reset(Duration.ofMillis(1)); // any thread, a million times a second if need be
        idle.await();
        new Clocks(loop).sleepUntil(Instant.now().plusMillis(5));
        assertFalse(late.isNegative());
        assertTrue(idle.isElapsed());
    }
}
