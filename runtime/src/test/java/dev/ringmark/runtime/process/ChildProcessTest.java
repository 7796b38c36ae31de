package dev.ringmark.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Source;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.kernel.Recording;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest { // UM-26, UM-46, UM-49, POLY-42

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;

    private interface Body {
        void run(Loop loop) throws Exception;
    }

    private static void with(Body body) {
        on(Kernel.host(), body);
    }

    /// Runs a test in a task and on a thread of its own, and looks that no fd and no zombie stays.
    private static void on(Kernel kernel, Body body) {
        List<String> fds = openFds();
        LoopOptions options = LoopOptions.named("children").withHeldMax(Duration.ZERO);
        try (Loop loop = Loop.start(kernel, options)) {
            loop.fork(
                            () -> {
                                body.run(loop);
                                return "";
                            })
                    .join(PATIENCE);
            body.run(loop);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!openFds().equals(fds) && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertEquals(fds, openFds());
        assertEquals(0, ProcessHandle.current().children().count(), "children");
    }

    @Test
    void the_status_is_the_real_one() {
        with(
                loop -> {
                    assertEquals(new ExitStatus(true, 0), end(loop, Command.of("true")));
                    Command seven = Command.of("sh", "-c", "exit 7");
                    assertEquals(new ExitStatus(true, 7), end(loop, seven));
                    Command killed = Command.of("sh", "-c", "kill -USR1 $$");
                    ExitStatus status = end(loop, killed);
                    assertEquals(new ExitStatus(false, Signal.USR1.number()), status);
                    assertEquals("signal 10", status.toString());
                    assertFalse(status.isSuccess());
                });
    }

    @Test
    void the_end_is_waited_for_on_the_ring() throws IOException { // UM-01, UM-41
        StringBuilder trace = new StringBuilder();
        try (Recording recording = Recording.to(Kernel.host(), trace, 10_000)) {
            on(recording, loop -> assertTrue(end(loop, Command.of("true")).isSuccess()));
        }
        assertEquals(2, trace.toString().split("\"opcode\":\"WAITID\"", -1).length - 1);
    }

    @Test
    void a_kernel_without_WAITID_waits_for_the_pidfd() { // UM-01, 5.10
        Kernel old = Masked.hiding(Kernel.host(), Opcode.WAITID);
        on(
                old,
                loop -> {
                    Command three = Command.of("sh", "-c", "sleep 0.02; exit 3");
                    assertEquals(new ExitStatus(true, 3), end(loop, three));
                });
    }

    @Test
    void pipes_go_to_the_child_and_back() {
        with(
                loop -> {
                    Command cat =
                            Command.of("tr", "a-z", "A-Z").input(Stdio.PIPE).output(Stdio.PIPE);
                    try (ChildProcess child = cat.start(loop)) {
                        child.input().writeAll(Span.of("ring".getBytes(UTF_8)));
                        child.input().close();
                        assertEquals("RING", text(child.output()));
                        assertTrue(child.waitFor().isSuccess());
                        assertThrows(IllegalStateException.class, child::errors);
                    }
                });
    }

    @Test
    void errors_have_a_pipe_or_share_the_outputs() {
        with(
                loop -> {
                    Command both = Command.of("sh", "-c", "echo out; echo err >&2");
                    Command apart = both.output(Stdio.PIPE).errors(Stdio.PIPE);
                    try (ChildProcess child = apart.start(loop)) {
                        assertEquals("out\n", text(child.output()));
                        assertEquals("err\n", text(child.errors()));
                    }
                    Command joined = both.output(Stdio.PIPE).errorsToOutput();
                    try (ChildProcess child = joined.start(loop)) {
                        assertEquals("out\nerr\n", text(child.output()));
                    }
                });
    }

    @Test
    void a_child_sees_none_of_our_fds() { // UM-25, UM-48
        with(
                loop -> {
                    Path file = Files.createTempFile(folder, "open", "");
                    int[] inherited = new int[2];
                    assertEquals(0, Kernel.host().calls().pipe(inherited, 0)); // not CLOEXEC
                    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.READ)) {
                        // 3 is what ls reads the directory with.
                        Command list = Command.of("ls", "/proc/self/fd").errors(Stdio.NULL);
                        assertEquals("0\n1\n2\n3\n", outputOf(loop, list));
                    } finally {
                        Kernel.host().calls().close(inherited[0]);
                        Kernel.host().calls().close(inherited[1]);
                    }
                });
    }

    @Test
    void a_child_starts_with_no_signal_blocked_or_ignored() {
        with(
                loop -> {
                    Command status = Command.of("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status");
                    String none = "0".repeat(16);
                    assertEquals(
                            "SigBlk:\t" + none + "\nSigIgn:\t" + none + '\n',
                            outputOf(loop, status));
                });
    }

    @Test
    void environment_and_folder_are_as_said() {
        with(
                loop -> {
                    Command environment = Command.of("env").withoutEnvironment().with("A", "b c");
                    assertEquals("A=b c\n", outputOf(loop, environment));
                    assertTrue(outputOf(loop, Command.of("env").with("A", "b")).contains("PATH="));
                    assertEquals(
                            folder.toRealPath() + "\n",
                            outputOf(loop, Command.of("pwd").in(folder)));
                    assertThrows(
                            IllegalArgumentException.class, () -> Command.of("x").with("a=b", ""));
                    assertThrows(IllegalArgumentException.class, () -> Command.of(""));
                });
    }

    @Test
    void what_cannot_be_started_is_refused() {
        with(
                loop -> {
                    RingException e =
                            assertThrows(
                                    RingException.class,
                                    () -> Command.of("no-such-program").start(loop));
                    assertEquals(Errno.ENOENT.negative(), e.result());
                    Command nowhere = Command.of("true").in(folder.resolve("missing"));
                    assertThrows(RingException.class, () -> nowhere.start(loop));
                });
    }

    @Test
    void a_wait_ends_with_its_scope_and_the_status_is_kept() {
        with(
                loop -> {
                    try (ChildProcess child = Command.of("sleep", "30").start(loop)) {
                        try (Scope _ = Scope.open(Duration.ofMillis(10))) {
                            assertThrows(TaskException.TimedOut.class, child::waitFor);
                        }
                        assertNull(child.poll());
                        assertTrue(child.signal(Signal.TERM));
                        assertEquals(new ExitStatus(false, 15), child.waitFor());
                        assertEquals(new ExitStatus(false, 15), child.poll());
                        assertFalse(child.signal(Signal.TERM));
                    }
                });
    }

    @Test
    void several_wait_for_one_child_and_all_hear() {
        with(
                loop -> {
                    try (ChildProcess child = Command.of("sleep", "0.05").start(loop)) {
                        List<Task<ExitStatus>> waiting = new ArrayList<>();
                        for (int at = 0; at < 10; at++) {
                            waiting.add(loop.fork(child::waitFor));
                        }
                        for (Task<ExitStatus> each : waiting) {
                            assertTrue(each.join(PATIENCE).isSuccess());
                        }
                    }
                });
    }

    @Test
    void closing_ends_a_child_that_still_runs() {
        with(
                loop -> {
                    ChildProcess child = Command.of("sleep", "30").output(Stdio.PIPE).start(loop);
                    int pid = child.pid();
                    child.close();
                    child.close();
                    assertFalse(Files.exists(Path.of("/proc/" + pid)));
                    assertEquals(new ExitStatus(false, 9), child.waitFor());
                });
    }

    @Test
    void children_come_and_go_while_operations_are_under_way() { // UM-47
        with(
                loop -> {
                    try (ChildProcess quiet =
                            Command.of("sleep", "30").output(Stdio.PIPE).start(loop)) {
                        Task<Integer> reading =
                                loop.fork(() -> quiet.output().read(Span.of(new byte[8])));
                        for (int at = 0; at < 20; at++) {
                            assertEquals(at + "\n", outputOf(loop, Command.of("echo", "" + at)));
                        }
                        assertFalse(reading.isDone());
                        quiet.signal(Signal.KILL);
                        assertEquals(-1, reading.join(PATIENCE));
                    }
                });
    }

    private static ExitStatus end(Loop loop, Command command) {
        try (ChildProcess child = command.start(loop)) {
            return child.waitFor();
        }
    }

    private static String outputOf(Loop loop, Command command) {
        try (ChildProcess child = command.output(Stdio.PIPE).start(loop)) {
            return text(child.output());
        }
    }

    private static String text(Source source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OwnedBuffer buffer = OwnedBuffer.allocate(4096)) {
            for (int count = source.read(buffer); count > 0; count = source.read(buffer)) {
                bytes.writeBytes(buffer.view(0, count).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return bytes.toString(UTF_8);
    }

    private static List<String> openFds() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.map(ChildProcessTest::target)
                    .filter(target -> !target.endsWith(".jar") && !target.startsWith("/proc/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException _) {
            return "/proc/, and gone"; // the listing's own
        }
    }
}
