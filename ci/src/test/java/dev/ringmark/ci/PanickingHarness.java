package dev.ringmark.ci;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A harness for a guest whose second check of three panics the kernel.
final class PanickingHarness {
    private static final List<String> CHECKS =
            List.of("trial.first", "trial.panics", "trial.third");

    private PanickingHarness() {}

    /// Understands as much of the verb `run` as it needs.
    public static void main(String[] args) throws Exception {
        List<String> words = Arrays.asList(args);
        Path out = Path.of(words.get(words.indexOf("--out") + 1));
        Path echo = Path.of(words.get(words.indexOf("--echo") + 1));
        int skip = words.indexOf("--skip");
        List<String> done = skip < 0 ? List.of() : Files.readAllLines(Path.of(words.get(skip + 1)));
        int part = words.indexOf("--part");
        String mine = part < 0 ? "1/1" : words.get(part + 1);
        Environment env = Environment.builder(System.getProperty("os.version"), "x86_64").build();
        try (RecordWriter record = RecordWriter.open(out);
                FileOutputStream line = new FileOutputStream(echo.toFile(), true)) {
            record.append(
                    new RunHeader("trial", Instant.EPOCH, new Tool("0", "0"), "quick", 1, env));
            int passed = 0;
            int copied = 0;
            for (String id : CHECKS) {
                if (done.contains(id + " plain") || !isIn(mine, CHECKS.indexOf(id))) {
                    continue;
                }
                record.append(
                        new StartLine(id, Map.of("mode", "plain"))
                                .saying("K-4", "This is a trial."));
                copied = copy(out, copied, line);
                if (id.equals("trial.panics")) {
                    Files.writeString(Path.of("/proc/sysrq-trigger"), "c");
                }
                record.append(
                        ResultLine.builder(id, Kind.CHECK, Verdict.PASS)
                                .params(Map.of("mode", "plain"))
                                .says("This is a trial.")
                                .build());
                passed++;
                System.out.println("progress " + passed + " 3 " + id + " plain pass");
            }
            record.append(
                    new EndLine(
                            Instant.EPOCH,
                            RunStatus.COMPLETED,
                            null,
                            Map.of(Verdict.PASS, passed)));
            copy(out, copied, line);
        }
        Files.delete(out); // what counts is what came over the line
    }

    /// @param part `K/N`
    private static boolean isIn(String part, int index) {
        int slash = part.indexOf('/');
        int parts = Integer.parseInt(part.substring(slash + 1));
        return index % parts == Integer.parseInt(part.substring(0, slash)) - 1;
    }

    /// What the record gained, to the line.
    private static int copy(Path record, int copied, FileOutputStream line) throws IOException {
        byte[] all = Files.readAllBytes(record);
        line.write(all, copied, all.length - copied);
        return all.length;
    }
}
