package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.harness.trial.HangingCheck;
import dev.ringmark.conformance.harness.trial.PassingCheck;
import dev.ringmark.conformance.harness.trial.PrintingCheck;
import dev.ringmark.conformance.harness.trial.SegfaultingCheck;
import dev.ringmark.conformance.harness.trial.UnmakeableCheck;
import dev.ringmark.conformance.harness.trial.WaitingCheck;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkersTest {

    @TempDir Path folder;

    @Test
    void a_passing_check_passes_in_the_same_worker_as_the_next() {
        try (Rig rig = new Rig(folder)) {
            ResultLine plain = rig.workers.run(Rig.run(PassingCheck.class, RingMode.PLAIN));
            long worker = onlyWorker().pid();
            ResultLine defer = rig.workers.run(Rig.run(PassingCheck.class, RingMode.DEFER_TASKRUN));
            assertEquals(Verdict.PASS, plain.verdict());
            assertEquals(Verdict.PASS, defer.verdict());
            assertEquals("defer_taskrun", defer.params().get("mode"));
            assertEquals(List.of("cqe 1: 0"), plain.expected().subList(1, 2));
            assertEquals(worker, onlyWorker().pid());
        }
    }

    @Test
    void a_crash_costs_one_verdict_and_leaves_the_jvms_report() {
        try (Rig rig = new Rig(folder)) {
            ResultLine crash = rig.workers.run(Rig.run(SegfaultingCheck.class));
            assertEquals(Verdict.CRASHED, crash.verdict());
            assertTrue(Rig.reason(crash).contains("crashed: SIGSEGV"), Rig.reason(crash));
            assertTrue(crash.observed().getFirst().startsWith("SIGSEGV"), crash.toString());
            assertTrue(Files.exists(folder.resolve(crash.artifacts().getFirst())));
            assertPassesAfterwards(rig);
        }
    }

    @Test
    void a_hang_costs_one_verdict_that_says_where_it_hung() {
        try (Rig rig = new Rig(folder)) {
            ResultLine hang = rig.workers.run(Rig.run(HangingCheck.class));
            assertEquals(Verdict.TIMED_OUT, hang.verdict());
            assertTrue(Rig.reason(hang).contains("no end within 1 s"), Rig.reason(hang));
            assertTrue(Rig.reason(hang).contains("HangingCheck.spins"), Rig.reason(hang));
            assertPassesAfterwards(rig);
        }
    }

    @Test
    void a_worker_that_somebody_kills_costs_one_verdict() throws Exception {
        try (Rig rig = new Rig(folder)) {
            rig.workers.run(Rig.run(PassingCheck.class));
            ProcessHandle worker = onlyWorker();
            CompletableFuture<ResultLine> answer =
                    CompletableFuture.supplyAsync(
                            () -> rig.workers.run(Rig.run(WaitingCheck.class)));
            await(() -> isInWait(worker));
            worker.destroyForcibly();
            ResultLine killed = answer.get(30, TimeUnit.SECONDS);
            assertEquals(Verdict.CRASHED, killed.verdict());
            assertTrue(Rig.reason(killed).contains("killed by SIGKILL"), Rig.reason(killed));
            assertPassesAfterwards(rig);
        }
    }

    /// Issue 9, item 4: a limit of memory costs the check and not the suite.
    @Test
    void where_memory_is_short_the_worker_is_killed_first() throws Exception {
        try (Rig rig = new Rig(folder)) {
            rig.workers.run(Rig.run(PassingCheck.class));
            Path score = Path.of("/proc", Long.toString(onlyWorker().pid()), "oom_score_adj");
            assertEquals("1000", Files.readString(score).strip());
        }
    }

    @Test
    void a_worker_that_died_between_two_checks_costs_none() {
        try (Rig rig = new Rig(folder)) {
            rig.workers.run(Rig.run(PassingCheck.class));
            ProcessHandle worker = onlyWorker();
            worker.destroyForcibly();
            worker.onExit().join();
            assertPassesAfterwards(rig);
        }
    }

    @Test
    void garbage_on_the_channel_is_passed_on_and_changes_no_verdict() {
        try (Rig rig = new Rig(folder)) {
            ResultLine result = rig.workers.run(Rig.run(PrintingCheck.class));
            assertEquals(Verdict.PASS, result.verdict());
            assertEquals(1, result.observed().size());
            assertPassesAfterwards(rig);
            assertTrue(rig.said().contains("worker: a line\n"), rig.said());
            assertTrue(rig.said().contains("worker: no end of line\n"), rig.said());
        }
    }

    @Test
    void a_check_that_cannot_be_made_is_broken() {
        try (Rig rig = new Rig(folder)) {
            ResultLine result = rig.workers.run(Rig.run(UnmakeableCheck.class));
            assertEquals(Verdict.BROKEN, result.verdict());
            assertTrue(Rig.reason(result).contains("not today"), Rig.reason(result));
        }
    }

    @Test
    void a_worker_that_cannot_go_on_ends_and_is_our_fault() {
        List<String> command = new ArrayList<>(WorkerCommand.of(folder, List.of()));
        int classPath = command.indexOf("-cp") + 1;
        String withoutTests =
                Arrays.stream(command.get(classPath).split(":"))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .collect(Collectors.joining(":"));
        command.set(classPath, withoutTests);
        try (Rig rig = Rig.of(folder, command)) {
            ResultLine result = rig.workers.run(Rig.run(PassingCheck.class));
            assertEquals(Verdict.BROKEN, result.verdict(), result.toString());
        }
    }

    @Test
    void a_worker_that_ends_as_it_begins_is_an_error_with_its_status() {
        try (Rig rig = Rig.of(folder, List.of("sh", "-c", "echo not a message; exit 7"))) {
            WorkerException e =
                    assertThrows(
                            WorkerException.class,
                            () -> rig.workers.run(Rig.run(PassingCheck.class)));
            assertTrue(Rig.message(e).contains("ended with status 7"), Rig.message(e));
            assertTrue(rig.said().contains("not a message"), rig.said());
        }
    }

    @Test
    void a_program_that_does_not_exist_is_an_error_that_names_it() {
        try (Rig rig = Rig.of(folder, List.of("/no/such/program"))) {
            WorkerException e =
                    assertThrows(
                            WorkerException.class,
                            () -> rig.workers.run(Rig.run(PassingCheck.class)));
            assertTrue(Rig.message(e).contains("/no/such/program"), Rig.message(e));
        }
    }

    @Test
    void a_worker_ends_when_its_supervisor_is_gone() throws Exception {
        Process worker = new ProcessBuilder(WorkerCommand.of(folder, List.of())).start();
        worker.getOutputStream().close();
        assertTrue(worker.waitFor(60, TimeUnit.SECONDS));
    }

    @Test
    void a_worker_outlives_a_ctrl_c_that_its_supervisor_will_handle() throws Exception {
        try (Rig rig = new Rig(folder)) {
            rig.workers.run(Rig.run(PassingCheck.class));
            long worker = onlyWorker().pid();
            Process kill = new ProcessBuilder("kill", "-INT", Long.toString(worker)).start();
            assertEquals(0, kill.waitFor());
            assertPassesAfterwards(rig);
            assertEquals(worker, onlyWorker().pid());
        }
    }

    private static void assertPassesAfterwards(Rig rig) {
        ResultLine next = rig.workers.run(Rig.run(PassingCheck.class));
        assertEquals(Verdict.PASS, next.verdict(), next.toString());
    }

    private static ProcessHandle onlyWorker() {
        List<ProcessHandle> children =
                ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
        assertEquals(1, children.size(), children.toString());
        return children.getFirst();
    }

    /// Whether some thread of the process waits in io_uring_enter.
    private static boolean isInWait(ProcessHandle process) {
        Path tasks = Path.of("/proc/" + process.pid() + "/task");
        try (var threads = Files.list(tasks)) {
            return threads.anyMatch(
                    thread -> {
                        try {
                            return Files.readString(thread.resolve("wchan")).contains("cqring");
                        } catch (java.io.IOException _) {
                            return false; // the thread ended meanwhile
                        }
                    });
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertFalse(System.nanoTime() > deadline, "not in 30 s");
            Thread.onSpinWait();
        }
    }
}
