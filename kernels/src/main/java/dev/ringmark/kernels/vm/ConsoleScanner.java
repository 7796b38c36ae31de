package dev.ringmark.kernels.vm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the kernel's console as it comes: keeps its end, and every fault with what follows it.
final class ConsoleScanner {
    private static final int LINES_MAX = 4000;
    private static final int FAULTS_MAX = 100;
    private static final int EXCERPT_LINES = 40;
    private static final int LINE_BYTES_MAX = 4096;

    // "[    1.681946] acpi ...", or with CONFIG_PRINTK_CALLER "[    1.681946][    T1] ..."
    private static final Pattern TIME = Pattern.compile("^\\[ *\\d+\\.\\d+](\\[ *[TC]\\d+])? ");

    private final Consumer<String> listener;
    private final LineSplitter splitter = new LineSplitter(LINE_BYTES_MAX, this::take);
    private final Deque<String> lines = new ArrayDeque<>();
    private final List<Found> faults = new ArrayList<>();

    private record Found(KernelFault.Kind kind, String line, List<String> excerpt) {}

    ConsoleScanner(Consumer<String> listener) {
        this.listener = listener;
    }

    void feed(byte[] bytes) {
        splitter.feed(bytes);
    }

    /// The last line may have no end.
    void end() {
        splitter.end();
    }

    private void take(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.UTF_8).replace("\r", "");
        listener.accept(line);
        lines.addLast(line);
        if (lines.size() > LINES_MAX) {
            lines.removeFirst();
        }
        for (Found fault : faults) {
            if (fault.excerpt.size() < EXCERPT_LINES) {
                fault.excerpt.add(line);
            }
        }
        Matcher time = TIME.matcher(line);
        String message = time.find() ? line.substring(time.end()) : line;
        if (faults.size() < FAULTS_MAX) {
            KernelFault.Kind.of(message)
                    .ifPresent(
                            kind ->
                                    faults.add(
                                            new Found(
                                                    kind,
                                                    message,
                                                    new ArrayList<>(List.of(line)))));
        }
    }

    List<KernelFault> faults() {
        return faults.stream()
                .map(
                        found ->
                                new KernelFault(
                                        found.kind, found.line, String.join("\n", found.excerpt)))
                .toList();
    }

    /// All that is kept.
    String text() {
        return String.join("\n", lines);
    }

    /// The last lines.
    String tail() {
        return String.join(
                "\n", lines.stream().skip(Math.max(0, lines.size() - EXCERPT_LINES)).toList());
    }
}
