package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// kernel.io_uring_disabled at another value, for a while: the whole machine's, so it is put back
/// whatever happens, a signal included.
final class Sysctl implements AutoCloseable {
    private static final Path FILE = Path.of("/proc/sys/kernel/io_uring_disabled");

    private final @Nullable String before;
    private final Thread hook = new Thread(this::putBack, "ringmark-sysctl");

    private Sysctl(@Nullable String before) {
        this.before = before;
    }

    /// @param value null: leave it
    static Sysctl set(@Nullable Long value) {
        if (value == null) {
            return new Sysctl(null);
        }
        try {
            Sysctl sysctl = new Sysctl(Files.readString(FILE).strip());
            Runtime.getRuntime().addShutdownHook(sysctl.hook);
            Files.writeString(FILE, value + "\n");
            return sysctl;
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "sysctl kernel.io_uring_disabled can't be set to "
                            + value
                            + " (needs root, and Linux 6.6): "
                            + RunFolder.reason(e),
                    e);
        }
    }

    @Override
    public void close() {
        if (before != null) {
            putBack();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                return; // a signal: the hook does it once more
            }
        }
    }

    private void putBack() {
        try {
            Files.writeString(FILE, before + "\n");
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "put sysctl kernel.io_uring_disabled back to "
                            + before
                            + " by hand: "
                            + RunFolder.reason(e),
                    e);
        }
    }
}
