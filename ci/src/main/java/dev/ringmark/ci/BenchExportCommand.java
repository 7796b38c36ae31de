package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.reports.BenchReport;
import dev.ringmark.stats.exchange.ResultFiles;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Writes a result file in another format.
@Command(
        name = "bench-export",
        description = {
            "Writes benchmark results in another format, every value as it was measured.",
            "Reads what bench-compare reads."
        },
        footer = {
            "",
            "Examples:",
            "  ringmark bench-export jmh.json --to csv >values.csv",
            "  ringmark bench-export run.ndjson#new --to benchstat --out new.txt",
            "  ringmark bench-export jmh.json --to record --out run.ndjson",
            "",
            "csv and record hold everything. benchstat has no warm-up, no histograms, no",
            "modes and no boots, so these are left out.",
            "Exit status: 0 written, 2 unusable input."
        })
final class BenchExportCommand extends RingmarkCommand {
    /// What can be written.
    private enum To {
        CSV,
        BENCHSTAT,
        RECORD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "FILE", description = "FILE[,FILE...][#VARIANT]")
    private String file = "";

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            required = true,
            description = "${COMPLETION-CANDIDATES}")
    private To to = To.CSV;

    @Option(names = "--out", paramLabel = "FILE", description = "default: standard output")
    private @Nullable Path out;

    @Option(
            names = "--processes",
            description =
                    "repetitions of Google Benchmark and benchstat are processes of their own")
    private boolean processes;

    BenchExportCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        BenchFiles files = new BenchFiles(context(), processes, BenchFiles.ALL);
        String text = text(files.read(file));
        if (out == null) {
            context().terminal().out().print(text);
            context().terminal().out().flush();
        } else {
            write(out, text);
        }
        return ExitStatus.OK;
    }

    private String text(List<Sample> samples) {
        try {
            return switch (to) {
                case CSV -> ResultFiles.csv(samples);
                case BENCHSTAT -> ResultFiles.benchstat(samples);
                case RECORD -> ResultFiles.record(samples, BenchRun.tool());
            };
        } catch (SampleException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private void write(Path target, String text) {
        try {
            BenchReport.write(context().workingFolder().resolve(target), text);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.USAGE, "--out: " + e.getMessage(), e);
        }
    }
}
