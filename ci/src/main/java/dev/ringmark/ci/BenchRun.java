package dev.ringmark.ci;

import dev.ringmark.ci.bench.ExperimentRecord;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.design.CellException;
import dev.ringmark.stats.design.CellRunner;
import dev.ringmark.stats.design.Experiment;
import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.design.PlannedCell;
import dev.ringmark.stats.design.PrecisionStop;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.sample.Sample;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One run of an experiment, from its first fork to the end line of its record.
final class BenchRun {
    /// What the harness, whose jar lies beside ours, was built from: so were we.
    private static final String TOOL = "/dev/ringmark/conformance/harness/tool.properties";

    private final Plan plan;
    private final CellRunner forks;
    private final Supplier<Map<String, JsonValue>> facts;
    private final ExperimentRecord record;
    private final Progress progress;
    private final Set<String> reasons = new LinkedHashSet<>();
    private final Set<String> good = new TreeSet<>();
    private int done;
    private int failed;

    /// @param facts what else is known of the fork that ran last
    BenchRun(
            Plan plan,
            CellRunner forks,
            Supplier<Map<String, JsonValue>> facts,
            ExperimentRecord record,
            Progress progress) {
        this.plan = plan;
        this.forks = forks;
        this.facts = facts;
        this.record = record;
        this.progress = progress;
    }

    /// @param blocks that were begun
    /// @param reasons of forks that failed, each once
    record Outcome(ExitStatus status, int blocks, int forks, int failed, Set<String> reasons) {

        /// For `--json`; more may be put in.
        Map<String, Object> fields(Plan plan, RunFolder folder) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("record", folder.record().toString());
            fields.put("seed", JsonValue.Num.of(plan.seed()));
            fields.put("blocks", blocks);
            fields.put("forks", forks);
            fields.put("failed", failed);
            fields.put("interrupted", isInterrupted());
            return fields;
        }

        /// For people; more may be added.
        List<String> lines(Plan plan, RunFolder folder) {
            List<String> lines = new ArrayList<>();
            lines.add(
                    "%d of %d forks in %d blocks, %d failed; seed %d"
                            .formatted(forks, plan.cells().size(), blocks, failed, plan.seed()));
            reasons.forEach(reason -> lines.add("failed: " + reason));
            lines.add("record: " + folder.record());
            if (isInterrupted()) {
                lines.add("interrupted: --resume " + folder.path() + " beside the same goes on");
            }
            return lines;
        }

        private boolean isInterrupted() {
            return status == ExitStatus.INTERRUPTED;
        }
    }

    /// Runs what the plan has and `earlier` does not.
    Outcome run(
            @Nullable PrecisionStop stop, @Nullable Run earlier, BooleanSupplier isInterrupted) {
        Map<Integer, List<ResultLine>> there =
                earlier == null ? Map.of() : ExperimentRecord.forks(earlier);
        CellRunner runner = cell -> there.containsKey(cell.order()) ? List.of() : measured(cell);
        int blocks;
        try {
            blocks =
                    new Experiment(plan, runner, stop)
                            .run((cell, samples) -> took(cell, samples, there));
        } catch (CellException e) {
            boolean interrupted = isInterrupted.getAsBoolean();
            record.end(
                    interrupted ? RunStatus.INTERRUPTED : RunStatus.ABORTED,
                    interrupted ? null : e.getMessage());
            if (!interrupted) {
                throw e;
            }
            int last = done == 0 ? 0 : plan.cells().get(done - 1).block() + 1;
            return new Outcome(ExitStatus.INTERRUPTED, last, done, failed, reasons);
        }
        record.end(RunStatus.COMPLETED, null);
        boolean complete = good.size() == plan.pairs().size();
        return new Outcome(
                complete ? ExitStatus.OK : ExitStatus.COULD_NOT_RUN, blocks, done, failed, reasons);
    }

    private List<Sample> measured(PlannedCell cell) {
        progress.at(done, plan.cells().size(), cell.variant() + " " + cell.benchmark());
        return forks.run(cell);
    }

    private void took(
            PlannedCell cell, List<Sample> samples, Map<Integer, List<ResultLine>> there) {
        List<ResultLine> before = there.get(cell.order());
        boolean works =
                before == null
                        ? record.add(cell, samples, facts.get())
                        : before.stream().anyMatch(line -> line.verdict() == Verdict.PASS);
        done++;
        if (works) {
            good.add(cell.variant() + "\n" + cell.benchmark());
        } else {
            failed++;
            String name = cell.variant() + " " + cell.benchmark() + ": ";
            samples.stream()
                    .flatMap(Sample::forks)
                    .forEach(fork -> reasons.add(name + fork.excluded()));
            if (before != null) {
                before.forEach(line -> reasons.add(name + line.reason()));
            }
        }
    }

    /// The record of a run that was stopped, for `--resume`.
    static Run stopped(Context context, Path folder) {
        Path file = context.workingFolder().resolve(folder).resolve("run.ndjson");
        try {
            return RecordReader.read(file, ReadMode.LENIENT);
        } catch (RecordException e) {
            throw new CommandException(ExitStatus.USAGE, "--resume: " + e.getMessage(), e);
        }
    }

    static Tool tool() {
        Properties properties = new Properties();
        try (InputStream in = BenchRun.class.getResourceAsStream(TOOL)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Tool(
                properties.getProperty("version", "unknown"),
                properties.getProperty("commit", "unknown"));
    }
}
