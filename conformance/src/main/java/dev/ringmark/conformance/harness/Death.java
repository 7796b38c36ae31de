package dev.ringmark.conformance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How a worker ended, and what it left behind.
///
/// @param isOurFault whether the worker ended itself because of something it did not foresee
/// @param how in words: `was killed by SIGKILL`
/// @param excerpt the lines of the JVM's crash report that say what happened
/// @param artifacts the crash report's name, in the folder of the run
record Death(boolean isOurFault, String how, List<String> excerpt, List<String> artifacts) {

    private static final int SIGNAL_BASE = 128;
    private static final int HEAD_LINES_MAX = 40;
    private static final Pattern TELLING =
            Pattern.compile("#\\s+((?:SIG|Internal Error|Native memory|[CJjVv] ).*)");
    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11,
                    "SIGSEGV", 15, "SIGTERM", 31, "SIGSYS");

    /// What is known of a process that ended.
    static Death of(long pid, int status, Path folder) {
        Path report = folder.resolve("hs_err_pid" + pid + ".log");
        if (Files.exists(report)) {
            List<String> excerpt = excerptOf(report);
            String first = excerpt.isEmpty() ? "see its report" : excerpt.getFirst();
            return new Death(
                    false, "crashed: " + first, excerpt, List.of(report.getFileName().toString()));
        }
        String signal = SIGNALS.get(status - SIGNAL_BASE);
        String how = signal == null ? "ended with status " + status : "was killed by " + signal;
        return new Death(status == Worker.OUR_FAULT, how, List.of(), List.of());
    }

    /// The option that makes a JVM leave its report where [#of] looks for it.
    static String reportOption(Path folder) {
        return "-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log");
    }

    /// The signal or the error, and the frame it happened in.
    private static List<String> excerptOf(Path report) {
        try (Stream<String> lines = Files.lines(report)) {
            return lines.limit(HEAD_LINES_MAX)
                    .map(TELLING::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of("its report can't be read: " + e.getMessage());
        }
    }
}
