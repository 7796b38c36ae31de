package dev.ringmark.ci;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Where a command writes: answers to `out`, progress and complaints to `err`.
///
/// `colour` holds for `out`, `rewrites` for `err`: whether a line there can be written over.
record Terminal(PrintStream out, PrintStream err, boolean colour, boolean rewrites) {
    /// Standard output and error. Which is a terminal is the launcher's word: a JVM cannot tell.
    static Terminal ofProcess() {
        String said = System.getProperty("ringmark.terminal", "");
        List<String> terminals = List.of(said.split(",", -1));
        Map<String, String> environment = System.getenv();
        boolean smart = !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                // NO_COLOR counts when it is there and not empty: no-color.org.
                terminals.contains("out")
                        && smart
                        && environment.getOrDefault("NO_COLOR", "").isEmpty(),
                terminals.contains("err") && smart);
    }

    /// One line that says what is wrong.
    void complain(String text) {
        err.println("ringmark: " + text);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
