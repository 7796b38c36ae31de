package dev.ringmark.ci;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// Ends the record of a harness that could not do so itself.
final class RecordEnd {
    private RecordEnd() {}

    /// The run in the file, with an end behind it if it had none.
    ///
    /// What was running when the harness failed is `crashed`; what was running when someone
    /// interrupted it has no result, because nothing is known of it.
    static Run ensure(Path file, HarnessRun.Ending ending) {
        Run run = RecordReader.read(file, ReadMode.LENIENT);
        if (run.end() != null) {
            return run;
        }
        String failure = ending.story();
        try (RecordWriter writer = RecordWriter.appendTo(file)) {
            Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
            counts.putAll(run.counts());
            if (!ending.interrupted()) {
                for (StartLine start : run.startedWithoutResult()) {
                    writer.append(crashed(start, failure));
                    counts.merge(Verdict.CRASHED, 1, Integer::sum);
                }
            }
            writer.append(
                    ending.interrupted()
                            ? new EndLine(Instant.now(), RunStatus.INTERRUPTED, null, counts)
                            : new EndLine(
                                    Instant.now(),
                                    RunStatus.ABORTED,
                                    "the harness failed: " + failure,
                                    counts));
        }
        return RecordReader.read(file, ReadMode.LENIENT);
    }

    private static ResultLine crashed(StartLine start, String failure) {
        return start.result(Verdict.CRASHED, "(the harness ended before it said what this is)")
                .reason("the harness failed while this ran: " + failure)
                .build();
    }
}
