package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.exchange.ImportException;
import dev.ringmark.stats.exchange.Repetitions;
import dev.ringmark.stats.exchange.ResultFile;
import dev.ringmark.stats.exchange.ResultFiles;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Variant;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Result files as the command line names them: `base.json`, several as `a.json,b.json`, one
/// variant of a record of many as `run.ndjson#base`.
final class BenchFiles {
    /// In place of a measure's name: every one.
    static final String ALL = "*";

    private static final Set<String> PRIMARY = Set.of("time", "throughput");

    private final Context context;
    private final Repetitions repetitions;
    private final @Nullable String metric;

    /// @param metric the name of the measure that is read; null: what each harness is about
    BenchFiles(Context context, boolean processes, @Nullable String metric) {
        this.context = context;
        this.repetitions = processes ? Repetitions.OF_OWN_PROCESSES : Repetitions.OF_ONE_PROCESS;
        this.metric = metric;
    }

    /// The samples of all files of `named`, joined.
    List<Sample> read(String named) {
        int hash = named.lastIndexOf('#');
        String files = hash < 0 ? named : named.substring(0, hash);
        Variant variant = Variant.of(hash < 0 ? files : named.substring(hash + 1));
        List<List<Sample>> parts = new ArrayList<>();
        try {
            for (String name : files.split(",", -1)) {
                Path path = context.workingFolder().resolve(name);
                ResultFile file = ResultFiles.read(path, variant, repetitions);
                file.notes().forEach(note -> context.terminal().complain(name + ": " + note));
                parts.add(chosen(file.samples()));
            }
            List<Sample> samples = ResultFiles.join(parts);
            if (samples.isEmpty()) {
                throw new CommandException(
                        ExitStatus.USAGE,
                        files
                                + ": no benchmark that measures "
                                + (metric == null ? PRIMARY : metric));
            }
            return samples;
        } catch (ImportException | SampleException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private List<Sample> chosen(List<Sample> samples) {
        return samples.stream()
                .filter(
                        s -> {
                            String name = s.benchmark().measure().name();
                            return metric == null
                                    ? PRIMARY.contains(name)
                                    : metric.equals(ALL) || metric.equals(name);
                        })
                .toList();
    }
}
