package dev.ringmark.ci;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Shows how far several kernels are: one line written over on a terminal, and everywhere a line
/// for each kernel that is done.
final class MatrixProgress {
    private static final Pattern LINE = Pattern.compile("progress (\\d{1,9}) (\\d{1,9}) .*");
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final int WIDTH = 79;

    private final Terminal terminal;
    private final int total;
    private final Map<String, String> running = new TreeMap<>();
    private int done;

    MatrixProgress(Terminal terminal, int total) {
        this.terminal = terminal;
        this.total = total;
    }

    /// Takes a line of a guest's harness, or `booted MS`, `retried WHY`.
    synchronized void heard(String kernel, String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            running.put(kernel, matcher.group(1) + "/" + matcher.group(2));
        } else if (line.startsWith("booted ")) {
            running.put(kernel, "booted");
        } else if (line.startsWith("retried ")) {
            say(kernel + "  tried once more on one processor: " + line.substring(8));
        }
        show();
    }

    /// A kernel is done.
    synchronized void done(String kernel, String sentence) {
        done++;
        running.remove(kernel);
        say("%d/%d  %s  %s".formatted(done, total, kernel, sentence));
        show();
    }

    private void say(String line) {
        erase();
        terminal.err().println(line);
    }

    private void show() {
        if (terminal.rewrites()) {
            String line =
                    running.entrySet().stream()
                            .map(one -> one.getKey() + " " + one.getValue())
                            .collect(
                                    Collectors.joining(", ", "  " + done + "/" + total + "  ", ""));
            erase();
            terminal.err().print(line.substring(0, Math.min(line.length(), WIDTH)));
            terminal.err().flush();
        }
    }

    /// Leaves the terminal as it was.
    synchronized void clear() {
        running.clear();
        erase();
    }

    private void erase() {
        if (terminal.rewrites()) {
            terminal.err().print(ERASE_LINE);
            terminal.err().flush();
        }
    }
}
