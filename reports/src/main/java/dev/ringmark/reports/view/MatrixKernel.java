package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Run;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One kernel of a matrix as the page shows it.
///
/// @param name the kernel's name as `--kernel` takes it
/// @param run what was found
/// @param console the excerpt of its console, line by line; empty where nobody looked
public record MatrixKernel(String name, RunView run, List<String> console) {

    private static final int CONSOLE_LINES_MAX = 200;

    /// The view of a kernel's run.
    ///
    /// @param console a text of many lines, or null
    public static MatrixKernel of(String name, Run run, @Nullable String console) {
        List<String> lines =
                console == null || console.isBlank()
                        ? List.of()
                        : Arrays.stream(console.split("\\R", -1))
                                .map(Visible::of)
                                .map(String::stripTrailing)
                                .filter(line -> !line.isEmpty())
                                .toList();
        int dropped = Math.max(0, lines.size() - CONSOLE_LINES_MAX);
        RunView view = RunView.of(run, name);
        return new MatrixKernel(name, view, lines.subList(dropped, lines.size()));
    }

    /// Its own report, from where the matrix lies.
    public String report() {
        return name + "/report.html";
    }
}
