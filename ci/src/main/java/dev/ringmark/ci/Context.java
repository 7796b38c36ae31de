package dev.ringmark.ci;

import dev.ringmark.kernels.fetch.Kernels;
import java.nio.file.Path;
import java.util.function.Supplier;

/// What every command works with, handed to it by [Main], or by a test.
///
/// @param kernels the kernels that can be had; asked for only by a command that needs one
record Context(Terminal terminal, Harness harness, Path workingFolder, Supplier<Kernels> kernels) {
    /// A context with the user's own kernels.
    Context(Terminal terminal, Harness harness, Path workingFolder) {
        this(terminal, harness, workingFolder, Kernels::ofUser);
    }
}
