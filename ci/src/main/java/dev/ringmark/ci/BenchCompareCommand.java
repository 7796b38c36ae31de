package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.reports.BenchReport;
import dev.ringmark.stats.compare.Cell;
import dev.ringmark.stats.compare.CellVerdict;
import dev.ringmark.stats.compare.Comparison;
import dev.ringmark.stats.compare.Correction;
import dev.ringmark.stats.compare.Design;
import dev.ringmark.stats.compare.Settings;
import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Compares the benchmarks of two result files.
@Command(
        name = "bench-compare",
        description = {
            "Compares benchmark results of two variants, fork by fork. Reads records, JMH,",
            "Google Benchmark and hyperfine JSON, benchstat text, and CSV."
        },
        footer = {
            "",
            "Examples:",
            "  ringmark bench-compare base.json new.json",
            "  ringmark bench-compare base.json new.json --threshold 5%% --html report.html",
            "  ringmark bench-compare a1.json,a2.json b1.json,b2.json    several files a side",
            "  ringmark bench-compare run.ndjson#base run.ndjson#new --design blocked",
            "                                          an experiment of bench-run",
            "  ringmark bench-compare base.json new.json --two-stage \\",
            "           --fresh-base base2.json --fresh-new new2.json",
            "                                          what was flagged, measured anew",
            "",
            "A change above 0 is slower. docs/statistics.md says what each verdict means.",
            "Exit status: 0 no regression, 1 a regression, 2 unusable input, be it of one",
            "benchmark: its sides cannot be compared, or have too few forks for any verdict;",
            "3 with --require-evidence: a benchmark without a green verdict."
        })
final class BenchCompareCommand extends RingmarkCommand {
    private static final Set<CellVerdict> UNUSABLE =
            EnumSet.of(CellVerdict.NOT_COMPARABLE, CellVerdict.TOO_FEW_UNITS);

    /// The corrections by the names people know.
    @SuppressWarnings("UnusedVariable") // picocli reads the names
    private enum Family {
        BH(Correction.BENJAMINI_HOCHBERG),
        HOLM(Correction.HOLM),
        BY(Correction.BENJAMINI_YEKUTIELI);

        final Correction correction;

        Family(Correction correction) {
            this.correction = correction;
        }
    }

    @Parameters(index = "0", paramLabel = "BASE", description = "FILE[,FILE...][#VARIANT]")
    private String base = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "the same, for what is judged")
    private String candidate = "";

    @Option(
            names = "--threshold",
            paramLabel = "SHARE",
            defaultValue = "2%",
            converter = Share.Converter.class,
            description = "the smallest change that is called one; default: ${DEFAULT-VALUE}")
    private Share threshold = new Share(0);

    @Option(
            names = "--margin",
            paramLabel = "SHARE",
            defaultValue = "3%",
            converter = Share.Converter.class,
            description = "what 'no regression' and 'equivalent' allow; default: ${DEFAULT-VALUE}")
    private Share margin = new Share(0);

    @Option(
            names = "--family",
            paramLabel = "NAME",
            defaultValue = "bh",
            description = "against false alarms of many: bh, holm or by; default: bh")
    private Family family = Family.BH;

    @Option(
            names = "--design",
            paramLabel = "NAME",
            defaultValue = "independent",
            description = "independent, or blocked as bench-plan runs it; default: independent")
    private Design design = Design.INDEPENDENT;

    @Option(
            names = {"--two-stage", "--confirm"},
            description = "flagged benchmarks are findings only once they are measured anew")
    private boolean twoStages;

    @Option(names = "--fresh-base", paramLabel = "FILE", description = "the base measured anew")
    private @Nullable String freshBase;

    @Option(names = "--fresh-new", paramLabel = "FILE", description = "NEW measured anew")
    private @Nullable String freshCandidate;

    @Option(
            names = "--control",
            paramLabel = "FILE",
            description = "the base measured a second time: how often the two seem to differ")
    private @Nullable String controlFile;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "judge this one instead: gc.alloc.rate.norm; * for all")
    private @Nullable String metric;

    @Option(
            names = "--processes",
            description =
                    "repetitions of Google Benchmark and benchstat are processes of their own")
    private boolean processes;

    @Option(names = "--across-machines", description = "compare although the machines differ")
    private boolean acrossMachines;

    @Option(names = "--require-evidence", description = "anything that is not green ends with 3")
    private boolean requireEvidence;

    @Option(names = "--markdown", paramLabel = "FILE", description = "write it as Markdown")
    private @Nullable Path markdown;

    @Option(names = "--html", paramLabel = "FILE", description = "write it as a page")
    private @Nullable Path html;

    BenchCompareCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        if ((freshBase == null) != (freshCandidate == null)) {
            throw new CommandException(
                    ExitStatus.USAGE, "--fresh-base and --fresh-new come together");
        }
        BenchFiles files = new BenchFiles(context(), processes, metric);
        Comparison comparison = compare(files, files.read(base), files.read(candidate));
        Comparison control = control(files);
        BenchReport report = BenchReport.of(comparison, control);
        write(markdown, report.markdown());
        write(html, report.html());
        if (json()) {
            print(BenchJson.of(comparison, control));
        } else {
            print(lines(report));
        }
        return status(comparison);
    }

    private Comparison compare(BenchFiles files, List<Sample> bases, List<Sample> candidates) {
        try {
            Comparison comparison = Comparison.of(settings(), bases, candidates);
            return freshBase == null || freshCandidate == null
                    ? comparison
                    : comparison.confirm(files.read(freshBase), files.read(freshCandidate));
        } catch (SampleException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.USAGE, "--" + e.getMessage(), e);
        }
    }

    private Settings settings() {
        Settings settings =
                Settings.defaults()
                        .withThreshold(threshold.value())
                        .withMargin(margin.value())
                        .withCorrection(family.correction)
                        .withDesign(design);
        if (acrossMachines) {
            settings = settings.allowingMachines();
        }
        return twoStages || freshBase != null ? settings.inTwoStages() : settings;
    }

    /// The base against its second self: that of `--control`, or of the experiment it comes from.
    private @Nullable Comparison control(BenchFiles files) {
        String named = controlFile != null ? controlFile : controlOfExperiment();
        if (named == null) {
            return null;
        }
        try {
            return Comparison.of(settings(), files.read(base), files.read(named));
        } catch (CommandException e) {
            if (controlFile != null) {
                throw e;
            }
            context().terminal().complain("no A/A control: " + e.getMessage());
            return null;
        }
    }

    private @Nullable String controlOfExperiment() {
        int hash = base.lastIndexOf('#');
        String control = base.substring(0, Math.max(0, hash)) + "#" + Plan.CONTROL;
        boolean one = hash >= 0 && candidate.startsWith(base.substring(0, hash + 1));
        return one && !candidate.equals(control) && !base.equals(control) ? control : null;
    }

    private List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>(Layout.table(report.table()));
        lines.add("");
        report.notes().forEach(note -> lines.addAll(Layout.wrap(note, 2)));
        lines.add("");
        lines.add(report.sentence());
        return lines;
    }

    private void write(@Nullable Path file, String content) {
        if (file != null) {
            try {
                BenchReport.write(context().workingFolder().resolve(file), content);
            } catch (IOException e) {
                throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
            }
        }
    }

    /// Input that no verdict can come from, or that contradicts itself, comes first: until it is
    /// mended, what the rest says may be too little.
    private ExitStatus status(Comparison comparison) {
        long unusable =
                comparison.cells().stream().map(Cell::verdict).filter(UNUSABLE::contains).count();
        if (unusable > 0) {
            context()
                    .terminal()
                    .complain(
                            "%d of %d benchmarks: unusable input"
                                    .formatted(unusable, comparison.cells().size()));
            return ExitStatus.USAGE;
        }
        if (comparison.hasRegression()) {
            return ExitStatus.FINDINGS;
        }
        boolean green = comparison.cells().stream().allMatch(cell -> cell.verdict().isGreen());
        return requireEvidence && !green ? ExitStatus.COULD_NOT_RUN : ExitStatus.OK;
    }
}
