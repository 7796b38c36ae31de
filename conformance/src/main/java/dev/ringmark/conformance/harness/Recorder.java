package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The record of one run, ended once: by the supervisor, or by a signal.
final class Recorder implements AutoCloseable {

    private final RecordWriter writer;
    private final @Nullable RecordEcho echo;
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private boolean begun;
    private boolean ended;

    private Recorder(RecordWriter writer, @Nullable RecordEcho echo) {
        this.writer = writer;
        this.echo = echo;
    }

    /// Creates the file.
    ///
    /// @param echo what gets a copy of every line as soon as it is in the file
    /// @throws dev.ringmark.stats.record.RecordException naming path and cause
    static Recorder open(Path path, @Nullable Path echo) {
        RecordWriter writer = RecordWriter.open(path);
        return new Recorder(writer, echo == null ? null : RecordEcho.open(path, echo));
    }

    /// Appends a line.
    ///
    /// @return false when the record has ended already, because somebody interrupted the run
    synchronized boolean append(RecordLine line) {
        if (ended) {
            return false;
        }
        write(line);
        begun = true;
        if (line instanceof ResultLine result) {
            counts.merge(result.verdict(), 1, Integer::sum);
        }
        return true;
    }

    /// Appends the end and closes, unless that was done before. A record without a header gets
    /// none, and its file goes.
    synchronized void end(RunStatus status, @Nullable String reason) {
        if (ended) {
            return;
        }
        ended = true;
        try (writer) {
            if (begun) {
                write(new EndLine(Instant.now(), status, reason, counts));
            }
        }
    }

    private void write(RecordLine line) {
        writer.append(line);
        if (echo != null) {
            echo.copy();
        }
    }

    /// Closes without an end, which only an unwritable file should need.
    @Override
    public synchronized void close() {
        ended = true;
        writer.close();
        if (echo != null) {
            echo.close();
        }
    }
}
