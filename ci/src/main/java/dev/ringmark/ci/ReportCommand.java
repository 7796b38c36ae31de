package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.reports.Reports;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes the reports of a run again, from its record alone.
@Command(
        name = "report",
        description = "Makes the reports of a run again, from its record alone.",
        footer = {
            "",
            "Examples:",
            "  ringmark report out/20261121-012345-6.1.0-18-amd64-3f9c",
            "  ringmark report run.ndjson --out /tmp/report",
            "  ringmark report torn.ndjson --lenient   what is readable of a damaged record",
            "",
            "Ends with the status that the run's own check ended with; 2 if the record is no",
            "good."
        })
final class ReportCommand extends RingmarkCommand {
    @Parameters(paramLabel = "RUN", description = "a run's folder, or its run.ndjson")
    private Path run = Path.of("");

    @Option(names = "--lenient", description = "pass over lines that are not readable, and say so")
    private boolean lenient;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the reports are written; default: beside the record")
    private @Nullable Path out;

    ReportCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Path named = context().workingFolder().resolve(run).normalize();
        Path file = Files.isDirectory(named) ? named.resolve("run.ndjson") : named;
        Run read = read(file);
        Path folder =
                out == null
                        ? Objects.requireNonNull(file.toAbsolutePath().getParent())
                        : context().workingFolder().resolve(out).normalize();
        try {
            Reports.write(read, folder);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        }
        Summary summary = new Summary(read, folder, context().terminal());
        if (json()) {
            print(summary.json().object());
        } else {
            print(summary.lines());
        }
        return summary.status();
    }

    private Run read(Path file) {
        try {
            Run read = RecordReader.read(file, lenient ? ReadMode.LENIENT : ReadMode.STRICT);
            read.problems()
                    .forEach(problem -> context().terminal().complain(file + ": " + problem));
            return read;
        } catch (RecordException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
