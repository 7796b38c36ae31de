package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.probe.ControlGroup;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.stats.record.Attempts;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/// One run of a suite: from the plan to the end of its record.
final class SuiteRun {

    private final RunRequest request;
    private final PrintStream progress;
    private final PrintStream complaints;

    SuiteRun(RunRequest request, PrintStream progress, PrintStream complaints) {
        this.request = request;
        this.progress = progress;
        this.complaints = complaints;
    }

    /// Runs it and writes its record, complete whatever the verdicts.
    ///
    /// @return whether io_uring is available
    boolean run() {
        List<FoundCheck> checks = Checks.scan();
        List<PlannedRun> plan =
                Plan.without(
                        Plan.part(
                                Plan.of(checks, request.suite(), request.only(), request.mode()),
                                request.part()),
                        request.skip());
        KernelVersion kernel = KernelVersion.parse(System.getProperty("os.version"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Waivers waivers = Waivers.named(request.waivers(), checks, kernel, today);
        Path folder = Objects.requireNonNull(request.out().getParent(), "a folder is no record");
        Workers workers =
                new Workers(WorkerCommand.of(folder, request.hidden()), folder, complaints);
        try (Recorder recorder = Recorder.open(request.out(), request.echo())) {
            // The end first: what the dying worker leaves unanswered is not the kernel's doing.
            Thread interrupted =
                    new Thread(
                            () -> {
                                recorder.end(RunStatus.INTERRUPTED, "stopped by a signal");
                                workers.killNow();
                            });
            Runtime.getRuntime().addShutdownHook(interrupted);
            return record(plan, recorder, workers, waivers);
        } finally {
            workers.retire();
        }
    }

    private boolean record(
            List<PlannedRun> plan, Recorder recorder, Workers workers, Waivers waivers) {
        ControlGroup before = ProcText.controlGroup();
        try {
            KernelFacts facts = workers.probe();
            recorder.append(header(facts));
            facts.features().forEach(recorder::append);
            String blockedBy = facts.blockedBy();
            Supervisor supervisor = Supervisor.of(workers, facts, waivers);
            for (int done = 0; done < plan.size(); done++) {
                PlannedRun run = plan.get(done);
                if (!recorder.append(run.startLine())) {
                    return true; // a signal: the process is about to end with its status
                }
                ResultLine result =
                        blockedBy == null ? supervisor.resultOf(run) : blocked(run, blockedBy);
                if (recorder.append(result)) {
                    progress.println(
                            "progress "
                                    + (done + 1)
                                    + " "
                                    + plan.size()
                                    + " "
                                    + run
                                    + " "
                                    + result.verdict().wireName());
                }
            }
            recorder.end(RunStatus.COMPLETED, null);
            return blockedBy == null;
        } catch (WorkerException e) {
            String limit = GroupLimits.sentence(before, ProcText.controlGroup());
            String why = limit.isEmpty() ? e.getMessage() : e.getMessage() + "; " + limit;
            recorder.end(RunStatus.ABORTED, why);
            throw new WorkerException(why, e);
        }
    }

    private RunHeader header(KernelFacts facts) {
        return new RunHeader(
                RunHeader.SCHEMA,
                request.runId(),
                Instant.now(),
                ThisTool.read(),
                request.suite().wireName(),
                request.seed(),
                HostEnvironment.read(facts.host()),
                request.restrictions());
    }

    private static ResultLine blocked(PlannedRun run, String why) {
        return run.result(Verdict.BLOCKED).reason(why).attempts(new Attempts(0, 0)).build();
    }
}
