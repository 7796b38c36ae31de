package dev.ringmark.stats.exchange;

import java.io.Serial;
import java.nio.file.Path;

/// A file that cannot be used. Its message is
/// `jmh.json:17: /0/primaryMetric/scoreUnit: "foo/op", expected a unit of time or a rate`.
public final class ImportException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
    private static final int SHOWN_MAX = 80;

    ImportException(Path file, String where, String problem) {
        super(file + (where.isEmpty() ? "" : ":" + where) + ": " + problem);
    }

    ImportException(Path file, String where, String problem, Throwable cause) {
        super(file + (where.isEmpty() ? "" : ":" + where) + ": " + problem, cause);
    }

    /// The value of a field in one short line, and what may stand there.
    static String problem(String field, String value, String expected) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        String shown = line.length() > SHOWN_MAX ? line.substring(0, SHOWN_MAX) + "..." : line;
        return field + ": " + shown + ", expected " + expected;
    }
}
