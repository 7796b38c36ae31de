package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The harness as the command line starts it: a process with a record.
class SuiteRunTest {

    private record Ended(int status, List<String> out, String err) {}

    @TempDir Path folder;

    @Test
    void every_canary_is_caught_and_the_record_is_whole() throws Exception {
        Ended ended = run("--only", "canary");
        assertEquals(0, ended.status(), ended.err());
        Run run = record();
        assertEquals(RunStatus.COMPLETED, end(run).status());
        assertEquals(6, run.results().size());
        assertEquals(List.of(), run.startedWithoutResult());
        for (ResultLine result : run.results()) {
            assertEquals(Verdict.PASS, result.verdict(), result.toString());
            assertTrue(Rig.reason(result).startsWith("caught: "), Rig.reason(result));
        }
        assertEquals("run-1", run.header().runId());
        assertEquals(42, run.header().seed());
        assertEquals("available", run.header().env().availability());
        assertEquals(6, ended.out().size(), ended.out().toString());
        assertEquals("progress 6 6 canary.crash none pass", ended.out().getLast());
    }

    @Test
    void without_io_uring_every_check_is_blocked_and_the_record_is_whole() throws Exception {
        Ended ended = run("--hide", "io_uring");
        assertEquals(3, ended.status(), ended.err());
        Run run = record();
        assertEquals(RunStatus.COMPLETED, end(run).status());
        assertFalse(run.results().isEmpty());
        for (ResultLine result : run.results()) {
            assertEquals(Verdict.BLOCKED, result.verdict());
            assertTrue(Rig.reason(result).contains("ENOSYS"), Rig.reason(result));
        }
        assertTrue(run.header().env().availability().contains("ENOSYS"));
    }

    @Test
    void a_hidden_setup_flag_is_missing_on_a_kernel_that_should_have_it() throws Exception {
        Ended ended =
                run(
                        "--hide", "IORING_SETUP_DEFER_TASKRUN",
                        "--only", "timeout.relative_expires",
                        "--mode", "defer_taskrun");
        assertEquals(0, ended.status(), ended.err());
        ResultLine result = record().results().getLast();
        assertEquals(Verdict.FAIL, result.verdict());
        assertTrue(Rig.reason(result).contains("absent on a kernel that should have it"));
    }

    @Test
    void a_signal_leaves_a_record_that_is_whole_up_to_there_and_says_so() throws Exception {
        Process process = start(command());
        try (BufferedReader out = process.inputReader()) {
            assertNotNull(out.readLine());
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        }
        assertEquals(143, process.exitValue());
        Run run = record();
        assertEquals(RunStatus.INTERRUPTED, end(run).status());
        assertFalse(run.results().isEmpty());
        assertTrue(run.startedWithoutResult().size() <= 1);
        assertTrue(
                run.results().stream().noneMatch(r -> r.verdict() == Verdict.CRASHED),
                "the worker that was stopped is no finding");
    }

    @Test
    void a_run_behind_a_culprit_skips_what_was_done_and_echoes_every_line() throws Exception {
        Path done = Files.writeString(folder.resolve("done"), "canary.crash none\n");
        Path echo = folder.resolve("echo");
        Ended ended = run("--only", "canary", "--skip", done.toString(), "--echo", echo.toString());
        assertEquals(0, ended.status(), ended.err());
        assertEquals(5, record().results().size());
        assertTrue(ended.out().getFirst().startsWith("progress 1 5 "), ended.out().toString());
        assertEquals(Files.readString(file()), Files.readString(echo));
    }

    @Test
    void what_is_not_planned_cannot_be_skipped() throws Exception {
        Path done = Files.writeString(folder.resolve("done"), "canary.crash warp\n");
        Ended ended = run("--only", "canary", "--skip", done.toString());
        assertEquals(2, ended.status());
        assertEquals(
                "harness: --skip: canary.crash warp, expected what is planned",
                ended.err().strip());
        assertFalse(Files.exists(file()));
    }

    @Test
    void a_folder_that_is_not_there_is_one_line() throws Exception {
        assertCouldNotWrite(run(folder.resolve("none/run.ndjson")), "no such file or folder");
    }

    @Test
    void a_record_that_exists_is_one_line_and_stays_as_it_was() throws Exception {
        Files.writeString(file(), "somebody's");
        assertCouldNotWrite(run(), "never overwritten");
        assertEquals("somebody's", Files.readString(file()));
    }

    @Test
    void a_disk_that_fills_up_is_one_line_and_no_half_written_one() throws Exception {
        // A limit on the size of files is as good as a full disk, and needs no privilege.
        List<String> limited =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f 32; exec \"$@\"", ""));
        limited.addAll(command());
        Ended ended = ended(start(limited));
        assertCouldNotWrite(ended, "run.ndjson");
        assertTrue(Files.readString(file()).endsWith("\n"));
        Run readable = RecordReader.read(file(), ReadMode.LENIENT);
        assertEquals(1, readable.problems().size(), readable.problems().toString());
    }

    @Test
    void a_wrong_command_line_is_one_line_and_writes_nothing() throws Exception {
        Ended ended = run("--only", "no.such_check");
        assertEquals(2, ended.status());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertFalse(Files.exists(file()));
    }

    private static void assertCouldNotWrite(Ended ended, String because) {
        assertEquals(3, ended.status(), ended.err());
        List<String> complaints =
                ended.err().lines().filter(line -> line.startsWith("harness: ")).toList();
        assertEquals(1, complaints.size(), ended.err());
        assertTrue(complaints.getFirst().contains(because), ended.err());
        assertFalse(ended.err().contains("\tat "), ended.err());
    }

    private Run record() {
        return RecordReader.read(file(), ReadMode.STRICT);
    }

    private static EndLine end(Run run) {
        EndLine end = run.end();
        assertNotNull(end);
        return end;
    }

    private Path file() {
        return folder.resolve("run.ndjson");
    }

    private Ended run(String... more) throws Exception {
        return ended(start(command(more)));
    }

    private Ended run(Path out) throws Exception {
        List<String> command = new ArrayList<>(command());
        command.set(command.indexOf("--out") + 1, out.toString());
        return ended(start(command));
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    }

    private Ended ended(Process process) throws Exception {
        List<String> out;
        try (BufferedReader reader = process.inputReader()) {
            out = reader.lines().toList();
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), out, Files.readString(folder.resolve("err")));
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(WorkerCommand.of(folder, List.of()));
        command.removeLast(); // the verb
        command.addAll(List.of("run", "--out", file().toString(), "--suite", "quick"));
        command.addAll(List.of("--seed", "42", "--run-id", "run-1", "--waivers", "none"));
        command.addAll(List.of(more));
        return command;
    }
}
