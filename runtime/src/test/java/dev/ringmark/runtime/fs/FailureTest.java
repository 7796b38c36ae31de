package dev.ringmark.runtime.fs;

import static dev.ringmark.runtime.fs.OpenOptionsTest.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FailureTest {

    private static final int NEW_MOUNTS = 0x20000; // CLONE_NEWNS of sched.h
    private static final int ROOM = 64 << 10;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void a_full_file_system_says_how_much_it_took(FilePolicy policy) throws Exception { // SPG-076
        onFullFileSystem(
                files -> {
                    Path path = folder.resolve("full");
                    OpenOptions options = OpenOptions.replacing().policy(policy);
                    try (File file = files.open(path, options)) {
                        Span much = Span.of(new byte[4 * ROOM]);
                        RingException e =
                                assertThrows(RingException.class, () -> file.writeAllAt(0, much));
                        assertEquals(Errno.ENOSPC.negative(), e.result());
                        assertEquals(file.size(), Progress.of(e));
                        assertEquals(ROOM, file.size());
                        List<Span> two = List.of(Span.of(new byte[4]), much);
                        refused(Errno.ENOSPC, () -> file.writeAllAt(file.size(), two));
                    }
                });
    }

    @Test
    void an_error_after_part_of_a_write_says_how_much_was_done() {
        AtomicInteger call = new AtomicInteger();
        Kernel failing =
                new OtherFileCalls(
                        Kernel.host(),
                        method -> {
                            if (!method.getName().equals("write")) {
                                return null;
                            }
                            return call.getAndIncrement() % 2 == 0 ? 3 : Errno.EIO.negative();
                        });
        LoopFiles.on(
                failing,
                FilePolicy.ADAPTIVE,
                files -> {
                    Path path = Files.createTempFile(folder, "io", "");
                    try (File file = files.open(path, OpenOptions.writing())) {
                        Span ten = Span.of(new byte[10]);
                        RingException e =
                                assertThrows(RingException.class, () -> file.writeAllAt(0, ten));
                        assertEquals(Errno.EIO.negative(), e.result());
                        assertEquals(3, Progress.of(e));
                    }
                });
    }

    @Test
    void a_kernel_without_inline_calls_takes_the_ring() {
        Kernel bare =
                new OtherFileCalls(
                        Kernel.host(),
                        method ->
                                List.of("read", "write").contains(method.getName())
                                        ? Errno.ENOSYS.negative()
                                        : null);
        LoopFiles.on(
                bare,
                FilePolicy.ADAPTIVE,
                files -> {
                    Path path = Files.createTempFile(folder, "bare", "");
                    try (File file = files.open(path, OpenOptions.updating())) {
                        file.writeAllAt(0, Span.of(new byte[10]));
                        assertEquals(10, file.readToEndAt(0, 100).length);
                        assertEquals(0, file.counts().inlineReads());
                        assertEquals(0, file.counts().inlineWrites());
                        assertEquals(1, file.counts().ringWrites());
                    }
                });
    }

    /// What 5.9 and 5.10 answer where nothing is cached: as if the file ended there.
    @Test
    void a_read_without_waiting_that_returns_0_is_asked_of_the_ring() {
        Kernel old =
                new OtherFileCalls(
                        Kernel.host(), method -> method.getName().equals("read") ? 0 : null);
        LoopFiles.on(
                old,
                FilePolicy.ADAPTIVE,
                files -> {
                    Path path = Files.createTempFile(folder, "cold", "");
                    Files.write(path, new byte[] {1, 2, 3});
                    try (File file = files.open(path, OpenOptions.reading())) {
                        assertArrayEquals(new byte[] {1, 2, 3}, file.readToEndAt(0, 100));
                        assertEquals(0, file.counts().inlineReads());
                        assertEquals(2, file.counts().ringReads()); // the end is the ring's too
                    }
                });
    }

    @Test
    void slow_writes_are_sent_through_the_ring_for_a_while() {
        Kernel held =
                new OtherFileCalls(
                        Kernel.host(),
                        method -> {
                            if (method.getName().equals("write")) {
                                spin(Duration.ofMillis(3));
                            }
                            return null;
                        });
        LoopFiles.on(
                held,
                FilePolicy.ADAPTIVE,
                files -> assertTrue(byRing(files, 20) >= 15, "inline though slow"));
    }

    private long byRing(FileSystem files, int calls) throws Exception {
        Path path = Files.createTempFile(folder, "slow", "");
        try (File file = files.open(path, OpenOptions.writing())) {
            for (int at = 0; at < calls; at++) {
                file.writeAllAt(at, Span.of(new byte[1]));
            }
            return file.counts().ringWrites();
        }
    }

    /// The times are around the one that a use takes here.
    @Test
    void timeouts_at_any_point_leave_no_file_and_no_memory() { // UM-33
        LoopFiles.on(
                Kernel.host(),
                FilePolicy.RING,
                files -> {
                    Random random = new Random(6);
                    long timeNsMax = 300_000;
                    int ended = 0;
                    for (int at = 0; at < 300; at++) {
                        Path path = folder.resolve("timeouts");
                        Duration time = Duration.ofNanos(random.nextLong(timeNsMax));
                        try (Scope _ = Scope.open(time)) {
                            useOnce(files, path);
                            timeNsMax -= timeNsMax / 8;
                        } catch (TaskException.TimedOut _) {
                            ended++;
                            timeNsMax += timeNsMax / 8 + 1;
                        }
                    }
                    assertTrue(ended > 50 && ended < 250, ended + " were ended");
                });
    }

    private static void useOnce(FileSystem files, Path path) {
        OwnedBuffer buffer = OwnedBuffer.allocate(512);
        try (File file = files.open(path, OpenOptions.updating().create())) {
            file.writeAt(0, buffer);
            file.readAt(0, buffer);
            file.sync();
        } finally {
            if (!buffer.isLent()) {
                buffer.close();
            }
        }
    }

    @Test
    void a_file_is_closed_behind_the_last_call_under_way() {
        LoopFiles.with(
                files -> {
                    int[] ends = new int[2];
                    assertEquals(0, Kernel.host().calls().pipe(ends, 0));
                    Path path = Files.createTempFile(folder, "behind", "");
                    File file = files.open(path, OpenOptions.updating());
                    // Moves from a pipe that has nothing: under way until there is something.
                    Task<Integer> moving =
                            files.loop().fork(() -> file.spliceFrom(Fd.of(ends[0]), 0, 10));
                    Task.sleep(Duration.ofMillis(20));
                    file.close();
                    assertTrue(Files.exists(Path.of("/proc/self/fd/" + file.fd().number())));
                    assertThrows(TaskException.Closed.class, file::size);
                    assertEquals(3, Kernel.host().calls().write(ends[1], three()));
                    assertEquals(3, moving.join(LoopFiles.PATIENCE));
                    assertEquals(3, Files.size(path));
                    Kernel.host().calls().close(ends[0]);
                    Kernel.host().calls().close(ends[1]);
                });
    }

    private static MemorySegment three() {
        return Arena.ofAuto().allocate(3);
    }

    private static void spin(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /// Runs a test on a loop whose thread sees a tiny tmpfs in the place of the folder.
    private void onFullFileSystem(LoopFiles.Body body) throws Exception {
        Callable<String> all =
                () -> {
                    int result = Kernel.host().calls().unshare(NEW_MOUNTS);
                    if (result < 0) {
                        return "no mount namespace of one's own: " + Errno.describe(result);
                    }
                    boolean isMounted =
                            run("mount", "--make-rprivate", "/")
                                    && run(
                                            "mount",
                                            "-t",
                                            "tmpfs",
                                            "-osize=64k",
                                            "none",
                                            "" + folder);
                    if (!isMounted) {
                        return "mount refuses a tmpfs";
                    }
                    LoopOptions options = LoopOptions.named("full").withHeldMax(Duration.ZERO);
                    try (Loop loop = Loop.onThisThread(Kernel.host(), options)) {
                        Task<String> task =
                                loop.fork(
                                        () -> {
                                            body.run(FileSystem.on(loop));
                                            return "";
                                        });
                        while (!task.isDone()) {
                            if (!loop.turn() && !task.isDone()) {
                                loop.awaitEvent();
                            }
                        }
                        return task.join();
                    }
                };
        FutureTask<String> outcome = new FutureTask<>(all);
        Thread.ofPlatform().daemon().start(outcome);
        String why = outcome.get(LoopFiles.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assumeTrue(why.isEmpty(), why);
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor() == 0;
    }
}
