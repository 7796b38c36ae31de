package dev.ringmark.reports;

import dev.ringmark.stats.record.Run;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One kernel of a matrix: its run, and what the host knows of it.
///
/// @param kernel the kernel's name as `--kernel` takes it: it heads the column, stands in commands,
///     and names the folder of its report
/// @param run what was found; a kernel that never came so far has a record without results
/// @param console an excerpt of the guest's console, or null where nobody looked
public record MatrixColumn(String kernel, Run run, @Nullable String console) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}");

    /// Checks that the name can name a folder and stand in a command.
    public MatrixColumn {
        if (!NAME.matcher(kernel).matches()) {
            throw new IllegalArgumentException(
                    "kernel: \""
                            + kernel
                            + "\", expected 1 to 100 letters, digits or . _ + ~ -, the first a"
                            + " letter or a digit");
        }
    }
}
