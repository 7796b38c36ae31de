package dev.ringmark.runtime.fs;

import static dev.ringmark.runtime.fs.OpenOptionsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatcherTest { // UM-13

    @TempDir Path folder;

    @Test
    void changes_in_a_directory_are_told_in_order() {
        LoopFiles.with(
                files -> {
                    Path inside = Files.createTempDirectory(folder, "watched");
                    try (Watcher watcher = files.watcher()) {
                        watcher.add(
                                inside,
                                WatchKind.CREATED,
                                WatchKind.MOVED_FROM,
                                WatchKind.MOVED_TO,
                                WatchKind.DELETED);
                        files.makeDirectory(inside.resolve("a"), 0700);
                        files.rename(inside.resolve("a"), inside.resolve("b"), RenameMode.REPLACE);
                        files.removeDirectory(inside.resolve("b"));
                        assertTold(watcher, inside, "a", WatchKind.CREATED);
                        WatchEvent from = assertTold(watcher, inside, "a", WatchKind.MOVED_FROM);
                        WatchEvent to = assertTold(watcher, inside, "b", WatchKind.MOVED_TO);
                        assertEquals(from.cookie(), to.cookie());
                        WatchEvent last = assertTold(watcher, inside, "b", WatchKind.DELETED);
                        assertTrue(last.kinds().contains(WatchKind.OF_DIRECTORY));
                        watcher.remove(inside);
                        WatchEvent end = watcher.next();
                        assertNotNull(end);
                        assertTrue(end.kinds().contains(WatchKind.IGNORED));
                    }
                });
    }

    @Test
    void a_wait_ends_with_its_scope_and_goes_on_afterwards() {
        LoopFiles.with(
                files -> {
                    Path inside = Files.createTempDirectory(folder, "later");
                    try (Watcher watcher = files.watcher()) {
                        watcher.add(inside, WatchKind.CREATED);
                        try (Scope _ = Scope.open(Duration.ofMillis(5))) {
                            assertThrows(TaskException.TimedOut.class, watcher::next);
                        }
                        Files.createFile(inside.resolve("now"));
                        assertTold(watcher, inside, "now", WatchKind.CREATED);
                    }
                });
    }

    @Test
    void closing_ends_the_wait() {
        LoopFiles.with(WatcherTest::close_while_waiting);
    }

    @Test
    void closing_ends_the_wait_on_a_kernel_that_cancels_nothing_by_file() { // 5.10
        Kernel old = Masked.hiding(Kernel.host(), CancelFlag.FD, CancelFlag.ALL);
        LoopFiles.on(old, FilePolicy.ADAPTIVE, WatcherTest::close_while_waiting);
    }

    private static void close_while_waiting(FileSystem files) {
        Watcher watcher = files.watcher();
        watcher.add(Path.of("/tmp"), WatchKind.SELF_DELETED);
        Task<WatchEvent> waiting = files.loop().fork(watcher::next);
        Task.sleep(Duration.ofMillis(20)); // either order is right, this one is the usual
        watcher.close();
        assertNull(waiting.join(LoopFiles.PATIENCE));
        assertNull(watcher.next());
        assertThrows(
                TaskException.Closed.class, () -> watcher.add(Path.of("/tmp"), WatchKind.CREATED));
    }

    @Test
    void what_cannot_be_watched_is_refused() throws IOException {
        LoopFiles.with(
                files -> {
                    try (Watcher watcher = files.watcher()) {
                        Path missing = folder.resolve("missing");
                        refused(Errno.ENOENT, () -> watcher.add(missing, WatchKind.CREATED));
                        assertThrows(IllegalArgumentException.class, () -> watcher.add(folder));
                    }
                });
    }

    private static WatchEvent assertTold(
            Watcher watcher, Path watched, String name, WatchKind kind) {
        WatchEvent event = watcher.next();
        assertNotNull(event);
        assertEquals(watched, event.watched());
        assertEquals(name, event.name());
        assertTrue(event.kinds().contains(kind), event::toString);
        return event;
    }
}
