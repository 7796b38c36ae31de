package dev.ringmark.ci;

import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The record of a kernel that never came so far as to begin one: it has no results, and says why.
/// So the kernel keeps its column in the matrix.
final class AbsentRecord {
    private static final String ARCH = "x86_64"; // the only one whose kernels are booted

    private AbsentRecord() {}

    /// Writes it.
    ///
    /// @param words of the verb `run`: they name the run, its suite and its seed
    /// @return what was written
    static Run write(
            Path file, KernelImage image, List<String> words, RunStatus status, String why) {
        Environment env =
                Environment.builder(image.release(), ARCH)
                        .extras(
                                Map.of(
                                        "kernelId", new JsonValue.Text(image.id()),
                                        "kernelAsked", new JsonValue.Text(image.asked()),
                                        "kernelSeries", new JsonValue.Text(image.series()),
                                        "kernelSha256", new JsonValue.Text(image.sha256())))
                        .build();
        try (RecordWriter writer = RecordWriter.open(file)) {
            writer.append(
                    new RunHeader(
                            option(words, "--run-id", "none"),
                            Instant.now(),
                            BenchRun.tool(),
                            option(words, "--suite", "unknown"),
                            Long.parseLong(option(words, "--seed", "0")),
                            env));
            writer.append(new EndLine(Instant.now(), status, why, Map.of()));
        }
        return RecordReader.read(file, ReadMode.LENIENT);
    }

    private static String option(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        return at < 0 ? otherwise : words.get(at + 1);
    }
}
