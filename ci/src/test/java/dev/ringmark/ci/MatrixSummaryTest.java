package dev.ringmark.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Issue 3, item 5: what a matrix comes to, in lines, as JSON, and as an exit status.
class MatrixSummaryTest {
    private static final Path FOLDER = Path.of("out/matrix");

    @Test
    void all_kernels_ok_is_ok() {
        MatrixSummary summary = summary(cell("5.10.262", Verdict.PASS), cell("7.2", Verdict.PASS));
        assertEquals(ExitStatus.OK, summary.status());
        assertEquals(
                List.of(
                        "KERNEL    RELEASE        pass  fail  variant  unsupported  blocked "
                                + " timed_out  crashed  broken  SECONDS  RESULT",
                        "5.10.262  5.10.262-test  2     .     .        .            .        ."
                                + "          .        .       12       ok"),
                summary.lines().stream().limit(2).toList());
        assertEquals("ok (exit 0)", summary.lines().getLast());
    }

    @Test
    void a_finding_on_one_kernel_is_told_once_with_its_kernels() {
        MatrixSummary summary =
                summary(
                        cell("5.10.262", Verdict.CRASHED),
                        cell("6.1.192", Verdict.CRASHED),
                        cell("7.2", Verdict.PASS));
        assertEquals(ExitStatus.FINDINGS, summary.status());
        List<String> lines = summary.lines();
        assertTrue(lines.contains("Findings that no waiver covers: 1"), lines.toString());
        assertTrue(lines.contains("  crashed  trial.one  on 5.10.262, 6.1.192"), lines.toString());
        assertTrue(lines.contains("        because"), lines.toString());
    }

    @Test
    void a_kernel_that_could_not_be_run_outweighs_findings() {
        MatrixRun.Cell lost =
                new MatrixRun.Cell(
                        image("7.2"), FOLDER, run("7.2"), "7.2: never booted", 3);
        MatrixSummary summary = summary(cell("5.10.262", Verdict.FAIL), lost);
        assertEquals(ExitStatus.COULD_NOT_RUN, summary.status());
        assertTrue(summary.lines().contains("7.2: 7.2: never booted"));
        String json = Json.write(summary.json().object());
        assertTrue(json.contains("\"exitStatus\":3,\"reasons\":[\"7.2: never booted\"]"), json);
    }

    @Test
    void a_kernel_that_an_interrupt_kept_from_running_ends_the_summary_with_130() {
        EndLine end = new EndLine(Instant.EPOCH, RunStatus.INTERRUPTED, "not run", Map.of());
        MatrixRun.Cell kept =
                new MatrixRun.Cell(image("7.2"), FOLDER, run("7.2", end), "not run: stopped", 0);
        MatrixSummary summary = summary(cell("5.10.262", Verdict.FAIL), kept);
        assertEquals(ExitStatus.INTERRUPTED, summary.status());
        assertTrue(summary.lines().getLast().contains("interrupted (exit 130)"));
    }

    private static MatrixSummary summary(MatrixRun.Cell... cells) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        return new MatrixSummary(
                List.of(cells), FOLDER, new Terminal(nowhere, nowhere, false, false));
    }

    private static MatrixRun.Cell cell(String id, Verdict verdict) {
        Run run =
                run(
                        id,
                        result("canary.always_fails", Verdict.PASS),
                        result("trial.one", verdict),
                        new EndLine(Instant.EPOCH, RunStatus.COMPLETED, null, Map.of()));
        return new MatrixRun.Cell(image(id), FOLDER, run, "", 12);
    }

    private static Run run(String id, RecordLine... lines) {
        return new Run(
                new RunHeader(
                        "run",
                        Instant.EPOCH,
                        new Tool("0", "0"),
                        "quick",
                        1,
                        Environment.builder(id + "-test", "x86_64").build()),
                List.of(lines),
                List.of());
    }

    private static ResultLine result(String id, Verdict verdict) {
        return ResultLine.builder(id, Kind.CHECK, verdict)
                .params(Map.of("mode", "plain"))
                .says("It does.")
                .reason("because")
                .build();
    }

    private static KernelImage image(String id) {
        return new KernelImage(id, id, id + "-test", Path.of("vmlinuz"), "0", null);
    }
}
