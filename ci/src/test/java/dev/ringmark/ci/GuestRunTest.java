package dev.ringmark.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.ci.gate.Gate;
import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.fetch.Kernels;
import dev.ringmark.kernels.image.HostException;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.stats.record.Accelerator;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, items 4 and 5, on a real VM: a check that takes its kernel down is named, the next boot
/// goes on behind it, and nothing is lost.
class GuestRunTest {
    private static final PrintStream NO_STREAM =
            new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    private static final Terminal NOWHERE = new Terminal(NO_STREAM, NO_STREAM, false, false);

    @TempDir private Path folder;

    /// The canary of the matrix, too: what `.ci/run` calls must not pass with a check that fails.
    @Test
    void a_matrix_goes_on_behind_a_check_that_panics_its_kernel_and_ends_with_1() throws Exception {
        KernelImage image = kernel();
        Machine machine = machine(image);
        RunFolder runs = RunFolder.create(folder, Instant.EPOCH, "matrix", new SecureRandom());
        MatrixProgress progress = new MatrixProgress(NOWHERE, 1);
        List<MatrixRun.Cell> cells =
                new MatrixRun(machine, trial(), runs, progress)
                        .run(List.of(image), List.of("run", "--suite", "quick"), 1);
        MatrixSummary summary = new MatrixSummary(cells, runs.path(), NOWHERE);
        assertEquals(ExitStatus.FINDINGS, summary.status());
        String said = String.join("\n", summary.lines());
        assertTrue(said.contains("crashed  trial.panics  on " + image.id()), said);
        Path own = cells.getFirst().folder();
        Run run = cells.getFirst().run();
        assertNotNull(run);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        run.results().forEach(result -> verdicts.put(result.id(), result.verdict()));
        assertEquals(Verdict.PASS, verdicts.get("trial.first"));
        assertEquals(Verdict.CRASHED, verdicts.get("trial.panics"));
        assertEquals(Verdict.PASS, verdicts.get("trial.third"));
        assertEquals(Verdict.FAIL, verdicts.get("kernel.log"), "a panic is in the log");
        ResultLine culprit =
                run.results().stream()
                        .filter(result -> result.id().equals("trial.panics"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("This is a trial.", culprit.says());
        assertEquals("K-4", culprit.statement());
        assertTrue(String.valueOf(culprit.reason()).contains("the kernel panicked"));
        assertTrue(String.valueOf(culprit.kernelLog()).contains("Kernel panic"));
        EndLine end = run.end();
        assertNotNull(end);
        assertEquals(RunStatus.COMPLETED, end.status());
        assertEquals(List.of(), run.problems());
        assertEquals(Accelerator.TCG, run.header().env().accelerator());
        assertEquals(image.release(), run.header().env().kernelRelease());
        try (Stream<Path> files = Files.list(own)) {
            assertEquals(2, files.filter(f -> f.toString().contains("boot-")).count());
        }
        assertFalse(
                ProcessHandle.current().descendants().anyMatch(GuestRunTest::isQemu),
                "no emulator is left");
    }

    /// As above, with the check that panics in a VM of its own.
    @Test
    void two_parts_of_a_suite_are_one_record_in_which_each_check_is_answered_for()
            throws Exception {
        KernelImage image = kernel();
        Path own = Files.createDirectories(folder.resolve("parts"));
        Set<Integer> heard = ConcurrentHashMap.newKeySet();
        Run run =
                new GuestRun(machine(image), trial(), image, own, (part, _) -> heard.add(part))
                        .run(List.of("run", "--suite", "quick"), 2);
        assertEquals(Set.of(1, 2), heard);
        assertEquals(
                List.of("kernel.truth", "trial.first", "trial.panics", "trial.third", "kernel.log"),
                run.results().stream().map(ResultLine::id).toList());
        assertEquals(
                List.of(Verdict.PASS, Verdict.CRASHED, Verdict.PASS, Verdict.FAIL),
                run.results().stream().skip(1).map(ResultLine::verdict).toList());
        EndLine end = run.end();
        assertNotNull(end);
        assertEquals(RunStatus.COMPLETED, end.status());
        assertEquals(List.of(), run.problems());
        for (String boot : List.of("1", "1-part-2", "2-part-2")) {
            assertTrue(Files.exists(own.resolve("boot-" + boot + ".txt")), boot);
        }
        assertFalse(ProcessHandle.current().descendants().anyMatch(GuestRunTest::isQemu));
    }

    /// Zeros where the kernel's code was: the machine stops at its first instruction.
    @Test
    void a_kernel_that_never_boots_keeps_its_column_which_says_why() throws Exception {
        KernelImage good = kernel();
        Machine machine = machine(good);
        byte[] bytes = Files.readAllBytes(good.vmlinuz());
        Arrays.fill(bytes, 1 << 16, bytes.length, (byte) 0);
        KernelImage dead =
                new KernelImage(
                        "dead",
                        "dead",
                        "5.10.0-dead",
                        Files.write(folder.resolve("vmlinuz"), bytes),
                        "0",
                        null);
        RunFolder runs = RunFolder.create(folder, Instant.EPOCH, "matrix", new SecureRandom());
        List<MatrixRun.Cell> cells =
                new MatrixRun(machine, trial(), runs, new MatrixProgress(NOWHERE, 1))
                        .run(List.of(dead), List.of("run", "--suite", "quick"), 1);
        MatrixSummary summary = new MatrixSummary(cells, runs.path(), NOWHERE);
        assertEquals(ExitStatus.COULD_NOT_RUN, summary.status());
        MatrixCommand.writeReports(cells, runs.path());
        String page = Files.readString(runs.path().resolve("matrix.html"));
        assertTrue(page.contains("dead"), page);
        assertTrue(page.contains("The run did not finish: aborted"), page);
        assertTrue(page.contains("the machine stopped"), page);
        assertTrue(Files.exists(runs.path().resolve("dead/report.html")));
        EndLine end = cells.getFirst().run().end();
        assertNotNull(end);
        assertEquals(RunStatus.ABORTED, end.status());
    }

    /// Ctrl-C reaches the thread that waits for the VM.
    @Test
    void an_interrupted_run_keeps_what_it_knows_and_leaves_no_emulator() throws Exception {
        KernelImage image = kernel();
        Machine machine = machine(image);
        Path own = Files.createDirectories(folder.resolve("interrupted"));
        Thread self = Thread.currentThread();
        GuestRun.Listener stopper =
                (_, line) -> {
                    if (line.startsWith("progress 1 ")) {
                        self.interrupt();
                    }
                };
        Run run =
                new GuestRun(machine, trial(), image, own, stopper)
                        .run(List.of("run", "--suite", "quick"));
        assertFalse(Thread.interrupted(), "the interrupt was answered");
        EndLine end = run.end();
        assertNotNull(end);
        assertEquals(RunStatus.INTERRUPTED, end.status());
        assertEquals(ExitStatus.INTERRUPTED, Gate.decide(run).status());
        assertEquals(Accelerator.TCG, run.header().env().accelerator());
        assertTrue(run.results().stream().noneMatch(one -> one.verdict() == Verdict.CRASHED));
        assertTrue(Files.exists(own.resolve("run.ndjson")));
        assertFalse(ProcessHandle.current().descendants().anyMatch(GuestRunTest::isQemu));
    }

    private static boolean isQemu(ProcessHandle process) {
        return process.info().command().orElse("").contains("qemu");
    }

    private static GuestSuite trial() {
        List<String> needed = List.of("/ci/target/test-classes", "stats", "jackson-core");
        List<Path> entries =
                Stream.of(System.getProperty("java.class.path").split(":", -1))
                        .filter(entry -> needed.stream().anyMatch(entry::contains))
                        .map(Path::of)
                        .toList();
        return new GuestSuite(entries, PanickingHarness.class.getName());
    }

    private KernelImage kernel() {
        try {
            return Kernels.ofUser().resolve("5.10");
        } catch (KernelException e) {
            throw missing(Objects.requireNonNull(e.getMessage()));
        }
    }

    private Machine machine(KernelImage image) throws InterruptedException {
        try {
            return GuestHost.machine(
                    new Context(NOWHERE, FakeHarness.failing("good"), folder), image);
        } catch (CommandException | HostException e) {
            throw missing(Objects.requireNonNull(e.getMessage()));
        }
    }

    /// CI has a network and QEMU; elsewhere a test says what it misses.
    private static RuntimeException missing(String what) {
        if ("true".equals(System.getenv("CI"))) {
            return new IllegalStateException("CI must be able to boot a kernel: " + what);
        }
        Assumptions.abort("no VM here: " + what);
        throw new IllegalStateException("not reached");
    }
}
