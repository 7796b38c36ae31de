package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Says what differs between two runs, or between two matrices, kernel by kernel.
@Command(
        name = "compare",
        description = {
            "Says what differs between two runs: what fails now, what is fixed, and what was",
            "observed otherwise even where both pass."
        },
        footer = {
            "",
            "Examples:",
            "  ringmark compare out/20261120-6.17 out/20261121-6.18    kernels, or days",
            "  ringmark compare before.ndjson after.ndjson --json",
            "  ringmark compare out/20261120-matrix out/20261121-matrix    kernel by kernel",
            "",
            "Exit status: 0 nothing fails that did not fail before, 1 something does, 2 a",
            "record is no good, or of a run that did not finish. Differences of where the",
            "runs were made are shown, never judged."
        })
final class CompareCommand extends RingmarkCommand {
    private static final String RECORD = "run.ndjson";

    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            description = "a run's folder, its run.ndjson, or a matrix' folder")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "the same, held against it")
    private Path after = Path.of("");

    CompareCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Map<String, Run> earlier = read(before);
        Map<String, Run> later = read(after);
        List<CompareSummary.Pair> pairs = new ArrayList<>();
        earlier.forEach(
                (kernel, old) -> {
                    Run now = later.get(kernel);
                    if (now != null) {
                        pairs.add(CompareSummary.Pair.of(kernel, old, now));
                    }
                });
        if (pairs.isEmpty()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "nothing to compare: " + names(before, earlier) + ", " + names(after, later));
        }
        CompareSummary summary =
                new CompareSummary(
                        pairs,
                        without(earlier.keySet(), later.keySet()),
                        without(later.keySet(), earlier.keySet()),
                        context().terminal());
        if (json()) {
            print(summary.json().object());
        } else {
            print(summary.lines());
        }
        return summary.status();
    }

    /// One run under the name "", or those of a matrix under the names of their kernels.
    private Map<String, Run> read(Path named) {
        Path path = context().workingFolder().resolve(named).normalize();
        if (!Files.isDirectory(path)) {
            return Map.of("", readOne(path));
        }
        if (Files.exists(path.resolve(RECORD))) {
            return Map.of("", readOne(path.resolve(RECORD)));
        }
        Map<String, Run> runs = new TreeMap<>();
        try (Stream<Path> folders = Files.list(path)) {
            for (Path folder : folders.filter(f -> Files.exists(f.resolve(RECORD))).toList()) {
                runs.put(String.valueOf(folder.getFileName()), readOne(folder.resolve(RECORD)));
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.USAGE, path + " cannot be read: " + RunFolder.reason(e), e);
        }
        if (runs.isEmpty()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    path + " has no " + RECORD + ", nor has any folder in it: expected a run");
        }
        return runs;
    }

    private static Run readOne(Path file) {
        try {
            Run run = RecordReader.read(file, ReadMode.STRICT);
            EndLine end = run.end();
            if (end == null || end.status() != RunStatus.COMPLETED) {
                throw new CommandException(
                        ExitStatus.USAGE,
                        file + ": the run did not finish, and what it lacks is no difference");
            }
            return run;
        } catch (RecordException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<String> without(Set<String> all, Set<String> others) {
        return all.stream().filter(name -> !others.contains(name)).toList();
    }

    private static String names(Path path, Map<String, Run> runs) {
        return path + (runs.containsKey("") ? " is one run" : " has " + runs.keySet());
    }
}
