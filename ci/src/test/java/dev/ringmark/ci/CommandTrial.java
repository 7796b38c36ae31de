package dev.ringmark.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.kernels.catalog.Catalog;
import dev.ringmark.kernels.fetch.KernelCache;
import dev.ringmark.kernels.fetch.Kernels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/// The command line in this process: in a folder of its own, with the shipped kernels and no
/// archive, and with a harness that needs no kernel.
final class CommandTrial {
    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    CommandTrial(Path folder) {
        this.folder = folder;
    }

    /// Runs a command with a harness that works.
    ///
    /// @return its exit status
    int run(String... args) {
        return runWith("good", args);
    }

    /// Runs a command with a harness that fails in some way.
    int runWith(String how, String... args) {
        out.reset();
        err.reset();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false);
        Kernels kernels =
                Kernels.withoutArchive(
                        Catalog.shipped(),
                        folder.resolve("added"),
                        new KernelCache(folder.resolve("cache")));
        return Main.run(
                new Context(terminal, FakeHarness.failing(how), folder, () -> kernels), args);
    }

    /// What the last command printed.
    String out() {
        return out.toString(UTF_8);
    }

    /// What the last command complained of.
    String err() {
        return err.toString(UTF_8);
    }
}
