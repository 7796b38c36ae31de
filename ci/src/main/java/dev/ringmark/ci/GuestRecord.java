package dev.ringmark.ci;

import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.vm.KernelFault;
import dev.ringmark.kernels.vm.Outcome;
import dev.ringmark.kernels.vm.VmReport;
import dev.ringmark.stats.record.Accelerator;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One record made of what the boots of one kernel brought, and of what this machine saw of them.
final class GuestRecord {
    private static final String LOG_ID = "kernel.log";

    private final KernelImage image;
    private final Accelerator accelerator;
    private final List<RecordLine> lines = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<KernelFault> faults = new ArrayList<>();
    private boolean ended;
    private @Nullable Run first;

    /// @param accelerator what the guests run under, as this machine knows better than they
    GuestRecord(KernelImage image, Accelerator accelerator) {
        this.image = image;
        this.accelerator = accelerator;
    }

    /// What has been run, or was running when its kernel died: an id and a mode each.
    List<String> done() {
        return List.copyOf(done);
    }

    /// Takes what a boot brought, and answers for what it had started and not finished.
    ///
    /// A boot that brought nothing adds nothing.
    void take(@Nullable Run run, VmReport latest) {
        faults.addAll(latest.last().faults());
        if (run == null) {
            return;
        }
        take(run);
        EndLine end = run.end();
        ended = end != null && end.status() == RunStatus.COMPLETED;
        for (StartLine start : run.startedWithoutResult()) {
            done.add(start.id() + " " + start.params().get("mode"));
            lines.add(culprit(start, latest));
        }
    }

    /// Takes what a boot had brought when somebody stopped it. What was running gets no result,
    /// because nothing is known of it.
    void takeInterrupted(@Nullable Run run) {
        if (run != null) {
            take(run);
        }
    }

    private void take(Run run) {
        if (first == null) {
            first = run;
        }
        for (RecordLine line : run.lines()) {
            if (line instanceof ResultLine result) {
                done.add(result.id() + " " + result.params().get("mode"));
            }
            if (!(line instanceof FeatureLine) && !(line instanceof EndLine)) {
                lines.add(line);
            }
        }
    }

    /// Takes what the boots of another part of the suite brought, each check where it belongs.
    void join(GuestRecord other) {
        if (first == null) {
            first = other.first;
        }
        faults.addAll(other.faults);
        done.addAll(other.done);
        lines.addAll(other.lines);
        lines.sort(Comparator.comparing(GuestRecord::id));
    }

    private static String id(RecordLine line) {
        return switch (line) {
            case StartLine start -> start.id();
            case ResultLine result -> result.id();
            default -> "";
        };
    }

    /// Whether the suite came to its own end.
    boolean isEnded() {
        return ended;
    }

    /// Whether any boot brought a header.
    boolean isBegun() {
        return first != null;
    }

    /// Writes the whole record.
    void write(Path file, RunStatus status, @Nullable String reason) {
        Run run = first;
        if (run == null) {
            throw new IllegalStateException("no boot of " + image.id() + " brought a record");
        }
        List<RecordLine> all = new ArrayList<>(run.features());
        all.add(TruthCheck.result(image, run));
        all.addAll(lines);
        all.add(log());
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        try (RecordWriter writer = RecordWriter.open(file)) {
            writer.append(header(run.header()));
            for (RecordLine line : all) {
                writer.append(line);
                if (line instanceof ResultLine result) {
                    counts.merge(result.verdict(), 1, Integer::sum);
                }
            }
            writer.append(new EndLine(Instant.now(), status, reason, counts));
        }
    }

    private RunHeader header(RunHeader guest) {
        Environment env = guest.env();
        Map<String, JsonValue> extras = new LinkedHashMap<>(env.extras());
        extras.put("kernelId", new JsonValue.Text(image.id()));
        extras.put("kernelAsked", new JsonValue.Text(image.asked()));
        // What --kernel takes to boot this very one again.
        String name = image.entry() == null ? image.asked() : image.id();
        extras.put("kernelName", new JsonValue.Text(name));
        extras.put("kernelSeries", new JsonValue.Text(image.series()));
        extras.put("kernelSha256", new JsonValue.Text(image.sha256()));
        return new RunHeader(
                guest.schema(),
                guest.runId(),
                guest.startedAt(),
                guest.tool(),
                guest.suite(),
                guest.seed(),
                env.toBuilder().accelerator(accelerator).extras(extras).build(),
                guest.extras());
    }

    /// Whether the kernel kept quiet, whatever its checks said.
    private ResultLine log() {
        var result =
                ResultLine.builder(
                                LOG_ID, Kind.CHECK, faults.isEmpty() ? Verdict.PASS : Verdict.FAIL)
                        .says("The kernel's log has no fault of its own: no oops, no warning.");
        if (!faults.isEmpty()) {
            result.observed(faults.stream().map(KernelFault::line).distinct().toList())
                    .reason(faults.size() + " in the log, the first: " + faults.getFirst().line())
                    .kernelLog(faults.getFirst().excerpt());
        }
        return result.build();
    }

    private static ResultLine culprit(StartLine start, VmReport report) {
        Outcome outcome = report.outcome();
        return start.result(
                        outcome instanceof Outcome.Hung ? Verdict.TIMED_OUT : Verdict.CRASHED,
                        "(the kernel ended before it was said what this is)")
                .reason("while this ran, " + outcome.sentence())
                .kernelLog(outcome.excerpt())
                .build();
    }
}
