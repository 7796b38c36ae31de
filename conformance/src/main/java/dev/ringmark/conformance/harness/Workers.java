package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.UnknownLine;
import dev.ringmark.stats.record.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One worker at a time, replaced when it died or had to be killed.
///
/// Used by one thread; [#killNow()] is for any.
final class Workers {

    /// How long asking a kernel for all its features may take.
    private static final Duration PROBE_DEADLINE = Duration.ofMinutes(5);

    /// How long a check may take to load, on a machine that is busy with other things.
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    /// What a start and a probe take on a machine that the checks' deadlines were written for, and
    /// how much slower a machine may be before it is waited for no longer.
    private static final double USUAL_SECONDS = 2;

    private static final double SLOWNESS_MAX = 30;

    private static final double NANOS_PER_SECOND = 1e9;

    private final List<String> command;
    private final Path folder;
    private final PrintStream complaints;
    private volatile @Nullable WorkerProcess current;
    private double slowness = 1;

    /// @param command starts a worker
    /// @param folder of the run, where crash reports go
    Workers(List<String> command, Path folder, PrintStream complaints) {
        this.command = List.copyOf(command);
        this.folder = folder;
        this.complaints = complaints;
    }

    /// What a worker finds out about the kernel. A kernel that kills or holds the one that asks is
    /// not available.
    ///
    /// How long it takes tells how slow this machine is (an emulator, others' load), and all
    /// deadlines behind it are longer by that factor.
    KernelFacts probe() {
        long before = System.nanoTime();
        KernelFacts facts = ask();
        slowness = Math.clamp(secondsSince(before) / USUAL_SECONDS, 1, SLOWNESS_MAX);
        return facts;
    }

    private KernelFacts ask() {
        WorkerProcess worker = live();
        worker.send(Worker.PROBE);
        List<FeatureLine> features = new ArrayList<>();
        while (true) {
            switch (worker.next(PROBE_DEADLINE)) {
                case WorkerProcess.Heard.Message(FeatureLine line) -> features.add(line);
                case WorkerProcess.Heard.Message(UnknownLine line)
                        when WorkerMessage.of(line) instanceof WorkerMessage.Host host -> {
                    return new KernelFacts(host, features);
                }
                case WorkerProcess.Heard.Message(RecordLine line) ->
                        throw new WorkerException("a worker answered a probe with " + line, null);
                case WorkerProcess.Heard.Gone(Death death) when death.isOurFault() ->
                        throw new WorkerException("the probe failed by our own fault", null);
                case WorkerProcess.Heard.Gone(Death death) -> {
                    return KernelFacts.unavailable("a probe's process " + death.how());
                }
                case WorkerProcess.Heard.Nothing _ -> {
                    String stack = String.join("; ", worker.stack());
                    worker.kill();
                    return KernelFacts.unavailable(
                            "a probe did not end within "
                                    + PROBE_DEADLINE.toSeconds()
                                    + " s: "
                                    + stack);
                }
            }
        }
    }

    /// What comes of a run: the worker's own answer, or what its silence or death means.
    ResultLine run(PlannedRun run) {
        WorkerProcess worker = live();
        long before = System.nanoTime();
        worker.send(Worker.RUN + " " + run.found().type().getName() + " " + run.mode().name());
        Duration patience = scaled(START_DEADLINE);
        while (true) {
            switch (worker.next(patience)) {
                case WorkerProcess.Heard.Message(UnknownLine line)
                        when WorkerMessage.of(line) instanceof WorkerMessage.Started ->
                        patience = deadline(run.found());
                case WorkerProcess.Heard.Message(ResultLine result) -> {
                    return result;
                }
                case WorkerProcess.Heard.Message(RecordLine line) -> {
                    worker.kill();
                    return run.result(Verdict.BROKEN).reason("a worker said " + line).build();
                }
                case WorkerProcess.Heard.Gone(Death death) -> {
                    return crashed(run, death, before);
                }
                case WorkerProcess.Heard.Nothing _ -> {
                    return overdue(run, worker, patience, before);
                }
            }
        }
    }

    /// Lets the next run have a fresh worker.
    void retire() {
        WorkerProcess worker = current;
        current = null;
        if (worker != null && worker.isAlive()) {
            worker.kill();
        }
    }

    /// Kills what runs, from another thread.
    void killNow() {
        WorkerProcess worker = current;
        if (worker != null) {
            worker.kill();
        }
    }

    private static ResultLine crashed(PlannedRun run, Death death, long before) {
        return run.result(death.isOurFault() ? Verdict.BROKEN : Verdict.CRASHED)
                .reason("the process that ran it " + death.how())
                .observed(death.excerpt())
                .artifacts(death.artifacts())
                .seconds(secondsSince(before))
                .build();
    }

    private static ResultLine overdue(
            PlannedRun run, WorkerProcess worker, Duration deadline, long before) {
        List<String> stack = worker.stack();
        boolean gone = worker.kill();
        String stays = gone ? "" : "; killed, and it stays: it waits in the kernel";
        return run.result(Verdict.TIMED_OUT)
                .reason("no end within " + deadline.toSeconds() + " s: " + stack.getFirst() + stays)
                .observed(stack)
                .seconds(secondsSince(before))
                .build();
    }

    private WorkerProcess live() {
        WorkerProcess worker = current;
        if (worker == null || !worker.isAlive()) {
            worker = WorkerProcess.start(command, folder, complaints);
            current = worker;
        }
        return worker;
    }

    /// On a slow machine, what never ends takes no longer than elsewhere.
    private Duration deadline(FoundCheck found) {
        Duration deadline = Duration.ofSeconds(found.check().deadlineSeconds());
        return found.neverEnds() ? deadline : scaled(deadline);
    }

    private Duration scaled(Duration deadline) {
        return Duration.ofMillis((long) (deadline.toMillis() * slowness));
    }

    private static double secondsSince(long before) {
        return (System.nanoTime() - before) / NANOS_PER_SECOND;
    }
}
